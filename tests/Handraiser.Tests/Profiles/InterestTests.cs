using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

public sealed class InterestTests
{
    private static readonly EventData Tents = new() { Product = new ProductLine { ProductId = "t", Category = "tents" }, Category = "tents" };

    [Fact]
    public void A_gift_a_refund_and_a_customers_own_word_speak_against_a_category()
    {
        var looked = Weight();
        var gift = new EventData { OrderId = "o", Value = 9, Lines = [new ProductLine { ProductId = "t", Category = "tents" }] };

        Assert.True(Weight((EventKinds.OrderPlaced, gift)) > looked);
        Assert.True(Weight((EventKinds.OrderPlaced, gift with { Extra = ImmutableDictionary<string, string>.Empty.Add("gift", "true") })) < looked);
        Assert.True(Weight((EventKinds.OrderRefunded, gift)) < looked);
        Assert.True(Weight((EventKinds.AnswerGiven, Tents with { Question = "tents", Answers = ["not-interested"] })) < looked);
        Assert.True(Weight((EventKinds.AnswerGiven, Tents with { Question = "tents", Answers = ["yes"] })) > looked);
    }

    [Fact]
    public void What_has_more_against_it_than_for_it_has_no_share()
    {
        var profile = Told(Looked(0), Event(EventKinds.AnswerGiven, 1, Tents with { Question = "tents", Answers = ["not-interested"] }));

        Assert.True(profile.Interests.ByCategory.Single().Weight.Weight < 0);
        Assert.Equal(0, profile.Interests.Share("tents", Start.AddMinutes(1), TimeSpan.FromDays(30)));
    }

    [Fact]
    public void A_longer_look_says_more_up_to_three_minutes()
    {
        double After(double seconds) => Told(Event(EventKinds.ProductViewed, 0, Tents with { Seconds = seconds })).Interests.ByCategory.Single().Weight.Weight;

        Assert.True(After(0) < After(60) && After(60) < After(180));
        Assert.Equal(After(180), After(4000));
    }

    private static CustomerEvent Looked(double at) => Event(EventKinds.ProductViewed, at, Tents);

    private static double Weight(params (string Kind, EventData Data)[] then)
    {
        var profile = Told([Looked(0), Looked(1), Looked(2), .. then.Select(t => Event(t.Kind, 3, t.Data))]);
        return profile.Interests.WeightOf("tents", Start.AddMinutes(3), TimeSpan.FromDays(30));
    }
}
