using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class DeliveringTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly Claim Marketing = new("c-1", MessageKinds.Marketing, "buy");

    [Fact]
    public void A_claimed_action_cannot_be_claimed_again()
    {
        var claimed = Delivering.Claim(Planned(), "a-1", Marketing, Now);

        Assert.Equal(ActionState.Sending, claimed.Actions[0].State);
        Assert.Throws<InvalidOperationException>(() => Delivering.Claim(claimed, "a-1", Marketing, Now));
    }

    [Fact]
    public void An_accepted_message_is_remembered_as_sent_when_it_was_claimed()
    {
        var sent = Delivering.Record(Claimed(), "a-1", new DeliveryOutcome(OutcomeClass.Accepted) { ProviderId = "m-1" }, Now.AddSeconds(5));

        Assert.Empty(sent.Actions);
        var message = Assert.Single(sent.Sends);
        Assert.Equal(("a-1", "email", "marketing", "m-1", "buy", Now), (message.ActionId, message.Channel, message.Kind, message.ProviderId, message.CallToAction, message.At));
    }

    [Fact]
    public void A_refused_message_leaves_its_reason_and_an_invalid_address_is_suppressed()
    {
        var refused = Delivering.Record(Claimed(), "a-1", new DeliveryOutcome(OutcomeClass.Permanent) { Reason = "no such mailbox", AddressInvalid = true }, Now);

        Assert.Empty(refused.Actions);
        Assert.Empty(refused.Sends);
        Assert.Equal((Gates.Refused, "no such mailbox"), (refused.Decisions[^1].Gate, refused.Decisions[^1].Reason));
        Assert.Equal(SuppressionReasons.HardBounce, refused.Permissions.Stopped(Channels.Email)!.Reason);
    }

    [Fact]
    public void What_was_surely_not_sent_is_decided_again_and_waits_longer_each_time()
    {
        var profile = Claimed();
        var waits = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            profile = Delivering.Record(profile, "a-1", new DeliveryOutcome(OutcomeClass.Temporary), Now);
            Assert.Equal(ActionState.Decided, profile.Actions[0].State);
            waits.Add(profile.Actions[0].NotBefore!.Value - Now);
            profile = Delivering.Claim(profile, "a-1", Marketing, Now);
        }

        Assert.InRange(waits[0], TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(70));
        Assert.InRange(waits[3], TimeSpan.FromMinutes(7), TimeSpan.FromMinutes(9));
        Assert.All(waits, wait => Assert.True(wait <= TimeSpan.FromMinutes(66)));
    }

    [Fact]
    public void A_provider_that_asks_for_more_patience_gets_it()
    {
        var throttled = Delivering.Record(Claimed(), "a-1", new DeliveryOutcome(OutcomeClass.Throttled) { RetryAfter = TimeSpan.FromMinutes(10) }, Now);

        Assert.Equal(Now.AddMinutes(10), throttled.Actions[0].NotBefore);
        Assert.Equal(Now.AddMinutes(10), Delivering.NextDue(throttled, Now));
        Assert.Empty(Delivering.Due(throttled, Now));
        Assert.Single(Delivering.Due(throttled, Now.AddMinutes(10)));
    }

    [Fact]
    public void An_ambiguous_answer_keeps_the_claim_until_the_settle_time_and_then_a_person_has_to_look()
    {
        var waiting = Delivering.Record(Claimed(), "a-1", new DeliveryOutcome(OutcomeClass.Ambiguous), Now);
        Assert.Equal((ActionState.Sending, Now + Delivering.SettleTime), (waiting.Actions[0].State, waiting.Actions[0].NotBefore));

        var unclear = Delivering.GiveUp(waiting, "a-1", Now + Delivering.SettleTime);
        Assert.Equal(ActionState.Unclear, unclear.Actions[0].State);
        Assert.Equal(Gates.Unclear, unclear.Decisions[^1].Gate);
        Assert.Null(Delivering.NextDue(unclear, Now.AddDays(1)));
    }

    [Theory]
    [InlineData(EventKinds.EmailSent, true)]
    [InlineData(EventKinds.EmailDelivered, true)]
    [InlineData(EventKinds.EmailOpened, true)]
    [InlineData(EventKinds.EmailBounced, true)]
    [InlineData(EventKinds.EmailDropped, false)]
    public void The_providers_own_event_settles_a_claim_whatever_it_tells(string kind, bool sent)
    {
        foreach (var open in new[] { Claimed(), Delivering.GiveUp(Claimed(), "a-1", Now) })
        {
            var settled = Delivering.Settle(open, Event(kind, "a-1"));

            Assert.Empty(settled.Actions);
            Assert.Equal(sent ? 1 : 0, settled.Sends.Length);
            Assert.Equal(!sent, settled.Decisions.Any(d => d.Gate == Gates.Refused));
        }
    }

    [Fact]
    public void An_event_of_another_message_settles_nothing()
    {
        var claimed = Claimed();

        Assert.Same(claimed, Delivering.Settle(claimed, Event(EventKinds.EmailDelivered, "a-2")));
        Assert.Same(claimed, Delivering.Settle(claimed, Event(EventKinds.OrderPlaced, "a-1")));
        var decided = Planned();
        Assert.Same(decided, Delivering.Settle(decided, Event(EventKinds.EmailDelivered, "a-1")));
    }

    [Fact]
    public void A_record_that_comes_after_the_providers_event_changes_nothing()
    {
        var settled = Delivering.Settle(Claimed(), Event(EventKinds.EmailDelivered, "a-1"));

        Assert.Same(settled, Delivering.Record(settled, "a-1", new DeliveryOutcome(OutcomeClass.Accepted), Now));
    }

    [Fact]
    public void The_engine_settles_claims_and_hands_put_off_actions_on_when_they_are_due()
    {
        var book = DeliveryCases.Book(DeliveryCases.Play());
        var put = Delivering.Postpone(Planned(), "a-1", Now.AddHours(8));

        var armed = Engine.React(put, [], book, ShopState.Default, Now);
        Assert.Equal(Now.AddHours(8), armed.Effects.OfType<Wake>().Single().At);
        Assert.Empty(armed.Effects.OfType<Send>());

        var woken = Engine.React(armed.Profile, [DeliveryCases.Event(EventKinds.TimePassed, Now.AddHours(8))], book, ShopState.Default, Now.AddHours(8));
        Assert.Equal("a-1", woken.Effects.OfType<Send>().Single().Action.Id);

        var settled = Engine.React(Claimed(), [Event(EventKinds.EmailDelivered, "a-1")], book, ShopState.Default, Now);
        Assert.Single(settled.Profile.Sends);
    }

    private static Profile Planned() => DeliveryCases.Customer(DeliveryCases.Action(Now));

    private static Profile Claimed() => Delivering.Claim(Planned(), "a-1", Marketing, Now);

    private static CustomerEvent Event(string kind, string action) => DeliveryCases.Event(kind, Now) with { Data = new EventData { ActionId = action } };
}
