using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class RecheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_changed_since_the_decision_so_it_goes_ahead() => Assert.IsType<Act>(Look(DeliveryCases.Customer(Mail)));

    [Fact]
    public void An_order_that_came_meanwhile_ends_it() =>
        Assert.Equal(Gates.Ended, Gate(DeliveryCases.Customer(Mail) with { Recent = [new RecentEvent { Kind = EventKinds.OrderPlaced, At = Now.AddMinutes(1) }] }));

    [Fact]
    public void An_order_from_before_the_cart_ends_nothing() =>
        Assert.IsType<Act>(Look(DeliveryCases.Customer(Mail) with { Recent = [new RecentEvent { Kind = EventKinds.OrderPlaced, At = Now.AddMinutes(-1) }] }));

    [Fact]
    public void Whoever_left_meanwhile_is_not_written_to() =>
        Assert.Equal(Gates.Suppressed, Gate(DeliveryCases.Customer(Mail) with { Permissions = Permissions.Untold.Stop(Channels.Email, SuppressionReasons.Unsubscribed, Now) }));

    [Fact]
    public void Consent_taken_back_holds_back_even_transactional_mail() =>
        Assert.Equal(Gates.Consent, Gate(DeliveryCases.Customer(Mail) with { Permissions = new Permissions { Consents = [new Consent(Channels.Email, false, Now, "form")] } }, MessageKinds.Transactional));

    [Fact]
    public void A_text_needs_a_yes() => Assert.Equal(Gates.Consent, Gate(DeliveryCases.Customer(DeliveryCases.Action(Now, ActionKind.Sms))));

    [Theory]
    [InlineData(MessageKinds.Marketing, "held")]
    [InlineData(MessageKinds.Personal, Gates.Passed)]
    [InlineData(MessageKinds.Transactional, Gates.Passed)]
    public void A_message_sent_meanwhile_leaves_no_room_for_marketing_only(string kind, string gate) =>
        Assert.Equal(gate, Gate(DeliveryCases.Customer(Mail) with { Sends = [Sent(Now.AddHours(-1))] }, kind));

    [Fact]
    public void A_message_that_may_have_gone_out_counts_against_the_limit()
    {
        var unclear = DeliveryCases.Action(Now) with { Id = "a-0", State = ActionState.Unclear, ClaimedAt = Now.AddHours(-1), MessageKind = MessageKinds.Marketing };

        Assert.Equal("held", Gate(DeliveryCases.Customer(unclear, Mail)));
        Assert.IsType<Act>(Look(DeliveryCases.Customer(unclear with { ClaimedAt = Now.AddDays(-3) }, Mail)));
    }

    [Fact]
    public void A_customer_who_asked_for_a_pause_gets_no_marketing_until_it_ends()
    {
        var paused = DeliveryCases.Customer(Mail) with { Person = new Person { Email = "mary@example.com", Traits = [new Trait(Gatekeeper.PausedUntil, "2026-03-20", Now, "preferences")] } };

        Assert.Equal(Gates.Consent, Gate(paused));
        Assert.IsType<Act>(Look(paused, MessageKinds.Personal));
        Assert.IsType<Act>(Look(paused, now: Now.AddDays(15), decided: Now.AddDays(15)));
    }

    [Fact]
    public void A_customer_who_asked_for_at_most_one_message_a_month_gets_no_second()
    {
        var monthly = DeliveryCases.Customer(Mail) with
        {
            Person = new Person { Email = "mary@example.com", Traits = [new Trait(Gatekeeper.AtMostEveryDays, "30", Now, "preferences")] },
            Sends = [Sent(Now.AddDays(-20))],
        };

        Assert.Equal(Gates.Limit, Gate(monthly));
        Assert.IsType<Act>(Look(monthly with { Sends = [Sent(Now.AddDays(-31))] }));
    }

    [Fact]
    public void At_night_it_is_held_until_the_customers_morning_and_dropped_when_that_is_too_late()
    {
        var night = new DateTimeOffset(2026, 3, 6, 23, 30, 0, TimeSpan.Zero);
        var mail = DeliveryCases.Action(night);

        var held = Assert.IsType<Hold>(Recheck.Of(DeliveryCases.Customer(mail), mail, MessageKinds.Marketing, Quiet(DeliveryCases.Play()), ShopState.Default, night));
        Assert.Equal(new DateTimeOffset(2026, 3, 7, 8, 0, 0, TimeSpan.Zero), held.Until);
        var hurried = Recheck.Of(DeliveryCases.Customer(mail), mail, MessageKinds.Marketing, Quiet(DeliveryCases.Play() with { Stale = TimeSpan.FromHours(2) }), ShopState.Default, night);
        Assert.Equal(Gates.QuietHours, Assert.IsType<Refuse>(hurried).Why.Gate);
        Assert.IsType<Act>(Recheck.Of(DeliveryCases.Customer(mail), mail, MessageKinds.Transactional, Quiet(DeliveryCases.Play()), ShopState.Default, night));
    }

    [Fact]
    public void What_was_decided_too_long_ago_is_dropped() => Assert.Equal(Gates.Stale, Gate(DeliveryCases.Customer(Mail), now: Now.AddDays(3)));

    [Fact]
    public void A_play_that_was_switched_off_paused_or_removed_sends_nothing()
    {
        var customer = DeliveryCases.Customer(Mail);
        var play = DeliveryCases.Play();

        foreach (var (book, shop) in new[]
        {
            (DeliveryCases.Book(), ShopState.Default),
            (DeliveryCases.Book(play with { Enabled = false }), ShopState.Default),
            (DeliveryCases.Book(play), ShopState.Default with { PausedPlays = ["cart-left"] }),
        })
        {
            Assert.Equal(Gates.Disabled, Assert.IsType<Refuse>(Recheck.Of(customer, Mail, MessageKinds.Marketing, book, shop, Now)).Why.Gate);
        }
    }

    [Fact]
    public void What_a_responder_typed_goes_out_whatever_became_of_the_play()
    {
        var typed = Mail with { Occasion = "followup:a-1", What = "typed", Cause = "a responder" };
        var play = DeliveryCases.Play() with { Unless = [EventKinds.OrderPlaced, "frequent-buyer"] };
        var customer = DeliveryCases.Customer(typed) with { Memberships = [new Handraiser.Segments.Membership("frequent-buyer", Now)] };

        foreach (var (book, shop) in new[]
        {
            (DeliveryCases.Book(), ShopState.Default),
            (DeliveryCases.Book(play with { Enabled = false }), ShopState.Default),
            (DeliveryCases.Book(play), ShopState.Default with { PausedPlays = ["cart-left"] }),
            (DeliveryCases.Book(play), ShopState.Default),
        })
        {
            Assert.IsType<Act>(Recheck.Of(customer, typed, MessageKinds.Personal, book, shop, Now));
        }
        var left = customer with { Permissions = Permissions.Untold.Stop(Channels.Email, SuppressionReasons.Unsubscribed, Now) };
        Assert.Equal(Gates.Suppressed, Assert.IsType<Refuse>(Recheck.Of(left, typed, MessageKinds.Personal, DeliveryCases.Book(), ShopState.Default, Now)).Why.Gate);
        Assert.Equal(Gates.Stale, Assert.IsType<Refuse>(Recheck.Of(customer, typed, MessageKinds.Personal, DeliveryCases.Book(), ShopState.Default, Now.AddDays(3))).Why.Gate);
    }

    [Fact]
    public void Marketing_stops_where_the_channel_was_stopped()
    {
        var stopped = ShopState.Default with { Stopped = ImmutableDictionary<string, string>.Empty.Add(Channels.Email, "complaints") };
        var book = DeliveryCases.Book(DeliveryCases.Play());

        Assert.Equal(Gates.Stopped, Assert.IsType<Refuse>(Recheck.Of(DeliveryCases.Customer(Mail), Mail, MessageKinds.Marketing, book, stopped, Now)).Why.Gate);
        Assert.IsType<Act>(Recheck.Of(DeliveryCases.Customer(Mail), Mail, MessageKinds.Personal, book, stopped, Now));
    }

    [Fact]
    public void An_offer_is_withheld_from_whom_law_8_excludes_by_now()
    {
        var mail = Mail with { Offer = new Offer { Percent = 10, NotTo = "frequent-buyer" } };
        var customer = DeliveryCases.Customer(mail);

        Assert.NotNull(Assert.IsType<Act>(Recheck.Of(customer, mail, MessageKinds.Marketing, DeliveryCases.Book(DeliveryCases.Play()), ShopState.Default, Now)).Action.Offer);
        var frequent = customer with { Memberships = [new Handraiser.Segments.Membership("frequent-buyer", Now)] };
        Assert.Null(Assert.IsType<Act>(Recheck.Of(frequent, mail, MessageKinds.Marketing, DeliveryCases.Book(DeliveryCases.Play()), ShopState.Default, Now)).Action.Offer);
    }

    private static PlannedAction Mail { get; } = DeliveryCases.Action(Now);

    private static SentMessage Sent(DateTimeOffset at) => new() { ActionId = "x", Channel = Channels.Email, Template = "welcome", Play = "welcome", Occasion = "o", At = at, Kind = MessageKinds.Marketing };

    private static Playbook Quiet(Play play)
    {
        var book = DeliveryCases.Book(play);
        return book with { Limits = book.Limits with { Email = book.Limits.Email with { Quiet = new DailyWindow(new TimeOnly(21, 0), new TimeOnly(8, 0)) } } };
    }

    private static Rechecked Look(Profile customer, string kind = MessageKinds.Marketing, DateTimeOffset? now = null, DateTimeOffset? decided = null) =>
        Recheck.Of(customer, customer.Actions[^1] with { DecidedAt = decided ?? Now }, kind, DeliveryCases.Book(DeliveryCases.Play()), ShopState.Default, now ?? Now);

    private static string Gate(Profile customer, string kind = MessageKinds.Marketing, DateTimeOffset? now = null) =>
        Look(customer, kind, now) switch { Refuse refused => refused.Why.Gate, Hold => "held", _ => Gates.Passed };
}
