using Handraiser.Events;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Profiles;

public sealed class ErasureTests
{
    private static readonly DateTimeOffset ErasedAt = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(EventKinds.OrderPlaced, -1, false, true)]
    [InlineData(EventKinds.OrderPlaced, 0, false, true)]
    [InlineData(EventKinds.OrderPlaced, 1, false, false)]
    [InlineData(EventKinds.EmailResubscribed, 1, false, false)]
    [InlineData(EventKinds.EmailClicked, 1, false, true)]
    [InlineData(EventKinds.TimePassed, 1, false, true)]
    [InlineData(EventKinds.EmailClicked, 1, true, false)]
    [InlineData(EventKinds.EmailClicked, -1, true, true)]
    public void Only_what_comes_after_it_and_by_the_customers_own_word_brings_an_erased_customer_back(string kind, int hoursAfter, bool livesAgain, bool dropped) =>
        Assert.Equal(dropped, Erasure.Drops(Event(kind, hoursAfter), ErasedAt, livesAgain));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_consent_given_anew_brings_them_back_and_one_withdrawn_does_not(bool granted, bool dropped) =>
        Assert.Equal(dropped, Erasure.Drops(Event(EventKinds.ConsentChanged, 1) with { Data = new EventData { Channel = Channels.Email, Granted = granted } }, ErasedAt, livesAgain: false));

    [Fact]
    public void What_was_told_before_it_stays_dropped_though_a_wrong_clock_says_that_it_happens_later() =>
        Assert.True(Erasure.Drops(Event(EventKinds.OrderPlaced, 24 * 365) with { ReceivedAt = ErasedAt.AddDays(-3) }, ErasedAt, livesAgain: false));

    [Fact]
    public void Who_was_never_erased_is_not_touched() => Assert.False(Erasure.Drops(Event(EventKinds.EmailClicked, -1), null, livesAgain: false));

    [Fact]
    public void Stops_that_outlived_the_erasure_are_on_the_new_profile()
    {
        var back = Erasure.Remembering(Profile.New("a"), [new Suppression(Channels.Email, SuppressionReasons.Complained, ErasedAt)]);
        Assert.Equal(SuppressionReasons.Complained, back.Permissions.Stopped(Channels.Email)!.Reason);
    }

    private static CustomerEvent Event(string kind, int hoursAfter) =>
        new() { Id = "e", Kind = kind, At = ErasedAt.AddHours(hoursAfter), Customer = new Identifiers { Email = "ada@shop.example" } };
}
