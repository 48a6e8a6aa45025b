using Handraiser.Events;
using Handraiser.Plays;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class HandingOnTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_wake_that_comes_again_after_a_crash_hands_on_what_was_decided_and_not_handed_on()
    {
        var decided = DeliveryCases.Customer(DeliveryCases.Action(s_now));

        var reaction = Engine.React(decided, [DeliveryCases.Event(EventKinds.TimePassed, s_now)], DeliveryCases.Book(DeliveryCases.Play()), ShopState.Default, s_now);

        Assert.Equal(["a-1"], reaction.Effects.OfType<Send>().Select(s => s.Action.Id));
    }
}
