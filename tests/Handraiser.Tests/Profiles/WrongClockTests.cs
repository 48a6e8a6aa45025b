using Handraiser.Events;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

/// <summary>What a sender with a wrong clock tells.</summary>
public sealed class WrongClockTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(36_000)]
    public void An_event_of_another_year_does_not_stop_time_for_the_customer(int daysAhead)
    {
        var looked = new EventData { Category = "tents" };
        var wrong = Event(EventKinds.OrderPlaced, 0, new EventData { OrderId = "o", Value = 9 }) with { At = At(0).AddDays(daysAhead) };

        var profile = Engine.React(Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa"), [wrong], Playbook, ShopState.Default, At(0)).Profile;
        for (var i = 0; i < 3; i++) profile = Engine.React(profile, [Event(EventKinds.ProductViewed, 60 + i, looked)], Playbook, ShopState.Default, At(60 + i)).Profile;
        profile = Engine.React(profile, [Event(EventKinds.CartUpdated, 70, new EventData { CartId = "c", Value = 1 })], Playbook, ShopState.Default, At(70)).Profile;

        Assert.Equal(At(70), profile.LastFact);
        Assert.Equal(At(0), profile.Rhythm.LastOrder);
        Assert.Single(profile.Carts);
        Assert.True(profile.Interests.WeightOf("tents", At(70), Playbook.Interest.HalfLife) > 2.9);
        Assert.True(profile.Score.Points.Now(At(70), Playbook.Score.HalfLife) > 13.9);
    }

    [Fact]
    public void A_clock_that_is_a_little_fast_is_believed()
    {
        var fast = Event(EventKinds.ProductViewed, 0) with { At = At(10) };

        Assert.Equal(At(10), Engine.React(Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa"), [fast], Playbook, ShopState.Default, At(0)).Profile.LastFact);
    }
}
