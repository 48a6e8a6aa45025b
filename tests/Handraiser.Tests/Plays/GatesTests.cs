using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays.Complaints;
using Xunit;

namespace Handraiser.Tests.Plays;

/// <summary>Each gate by a story that ends at it: the decision stands on the profile, with what would have been done.</summary>
public sealed class GatesTests
{
    private static readonly Play Mail = Cases.Mail("mail");
    private static readonly EventData Cart = Cases.Cart();

    /// <summary>The gates, each with its story. Delivery's own (refused, unclear) are told in the tests of delivery, a changed playbook's in those of the sweep.</summary>
    private static ImmutableDictionary<string, Func<VirtualShop>> Stories { get; } = new Dictionary<string, Func<VirtualShop>>
    {
        [Gates.Passed] = () => Told(Mail),
        [Gates.Consent] = () => Told(Mail, s => s.Tell(EventKinds.ConsentChanged, new EventData { Channel = Channels.Email, Granted = false })),
        [Gates.Suppressed] = () => Told(Mail, s => s.Tell(EventKinds.EmailComplained)),
        [Gates.Unreachable] = () => Told(Mail with { Steps = [Mail.Steps[0] with { Do = new SendAction(Channels.Sms, "mail") }] }),
        [Gates.Stale] = () => Told(Mail, minutesAgo: 3 * 24 * 60),
        [Gates.Machine] = () => Clicked(new EventData { MessageId = "m1", Url = "https://shop.example/a", UserAgent = "python-requests/2.32.3" }),
        [Gates.OwnDoing] = () =>
        {
            var shop = Clicked(Cases.Link("a"));
            shop.Hours(1).Tell(EventKinds.EmailClicked, Cases.Link("b", "m2") with { ActionId = shop.Done[0].Action.Id });
            return shop.Hours(1);
        },
        [Gates.TooSoon] = () => Told(Mail with { Again = TimeSpan.FromDays(7) }, then: s => s.Days(2).Tell(EventKinds.CartUpdated, Cases.Cart("c2"))),
        [Gates.AlreadyDone] = () => Told(Mail with { Once = true }, then: s => s.Days(2).Tell(EventKinds.CartUpdated, Cases.Cart("c2"))),
        [Gates.NotForThem] = () => Told(Mail with { To = "nobody" }),
        [Gates.Ended] = () => Told(Mail with { Unless = [EventKinds.OrderPlaced], Steps = [Mail.Steps[0] with { Wait = Cases.After(4) }] }, then: s => s.Hours(1).Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o", CartId = "c1" })),
        [Gates.Limit] = () => Told(Mail with { Yields = true }, then: s => s.Hours(1).Tell(EventKinds.CartUpdated, Cases.Cart("c2"))),
        [Gates.QuietHours] = () => Told(Mail with { Stale = TimeSpan.FromHours(3) }, s => Quiet(s), at: VirtualShop.Monday.AddHours(12)),
        [Gates.HeldOut] = () => Told(Mail with { Holdout = 1 }),
        [Gates.Budget] = () => Told(Mail with { Cost = 1 }, s => s.State = ShopState.Default with { BudgetSpent = true }),
        [Gates.NoOffer] = () => Told(Mail with { Steps = [Mail.Steps[0] with { Do = new SendAction(Channels.Email, "mail", new Offer { Percent = 10 }) }] }, Often),
        [Gates.Disabled] = () => Told(Mail, s => s.State = ShopState.Default with { PausedPlays = ["mail"] }),
        [Gates.Stopped] = () => Told(Mail, s => s.State = ShopState.Default with { Stopped = ImmutableDictionary<string, string>.Empty.Add(Channels.Email, "complaints") }),
    }.ToImmutableDictionary();

    public static TheoryData<string> Names => [.. Stories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_story_ends_at_its_gate_and_says_so(string gate)
    {
        var shop = Stories[gate]();

        var decision = Assert.Single(shop.Profile.Decisions, d => d.Gate == gate);
        Assert.Equal("mail", decision.Play);
        Assert.NotEmpty(decision.Cause);
        var reaches = gate is Gates.Passed or Gates.NoOffer or Gates.OwnDoing or Gates.TooSoon or Gates.AlreadyDone or Gates.Limit;
        Assert.Equal(reaches ? ["mail"] : [], shop.Sent);
    }

    [Fact]
    public void Every_gate_has_its_story()
    {
        string[] elsewhere = [Gates.Refused, Gates.Unclear, Gates.Existing];
        var all = typeof(Gates).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(all.Except(elsewhere).Order(StringComparer.Ordinal), Stories.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_writes_to_us_is_answered_by_a_person_however_they_may_be_reached()
    {
        var byNumberAlone = VirtualShop.OfDefault();
        byNumberAlone.Tell(EventKinds.SmsReplied, new EventData { MessageId = "t1", Text = "Do you have it in blue?" }, who: new Identifiers { Phone = "+447700900123" });
        byNumberAlone.Hours(1);
        Assert.Equal("text-reply", Assert.Single(byNumberAlone.Done).Action.Play);

        var left = VirtualShop.OfDefault().Known();
        left.Tell(EventKinds.EmailUnsubscribed);
        left.Tell(EventKinds.EmailReplied, new EventData { MessageId = "r1", Text = "Where is my order?" });
        left.Hours(1);
        Assert.Equal("mail-reply", Assert.Single(left.Done).Action.Play);
    }

    [Fact]
    public void Both_arms_are_noted_where_all_other_gates_pass_and_only_there()
    {
        var half = Mail with { Holdout = 0.5, Cost = 1 };
        var arms = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var shop = new VirtualShop(half) { Profile = Profile.New($"customer-{i}") };
            shop.Known().Tell(EventKinds.CartUpdated, Cart);
            // Noted as passed for both, when it was decided; who is held out goes through the last look, too, and is dropped there.
            Assert.Equal(Gates.Passed, shop.Gates("mail")[0]);
            arms.Add(shop.Gates("mail")[^1]);

            // The money gate comes before the arms part: nobody of either is counted then.
            var poor = new VirtualShop(half) { Profile = Profile.New($"customer-{i}"), State = ShopState.Default with { BudgetSpent = true } };
            poor.Known().Tell(EventKinds.CartUpdated, Cart);
            Assert.Equal([Gates.Budget], poor.Gates("mail"));
        }
        Assert.Equal([Gates.HeldOut, Gates.Passed], arms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Money_that_is_reserved_for_an_action_is_not_asked_for_again_when_it_is_tried_again()
    {
        var now = VirtualShop.Monday;
        var action = DeliveryCases.Action(now) with { Spending = new Handraiser.Budgets.Spending("202603", 1, ["budget"]) };
        var book = DeliveryCases.Book(DeliveryCases.Play() with { Cost = 1 });
        var spent = ShopState.Default with { BudgetSpent = true, PlaysOverBudget = ["cart-left"] };

        Assert.IsType<Act>(Recheck.Of(DeliveryCases.Customer(action), action, MessageKinds.Marketing, book, spent, now));
        Assert.Equal(Gates.Budget, Assert.IsType<Refuse>(Recheck.Of(DeliveryCases.Customer(action), action with { Spending = null }, MessageKinds.Marketing, book, spent, now)).Why.Gate);
    }

    [Fact]
    public void A_webhook_and_an_alert_need_no_consent_but_go_through_holdout_and_budget()
    {
        foreach (var what in new StepAction[] { new WebhookAction("crm"), new AlertAction("look") })
        {
            var play = Mail with { Steps = [new PlayStep { Do = what }] };
            Assert.Single(Told(play, s => s.Tell(EventKinds.EmailComplained)).Done);
            Assert.Empty(Told(play with { Holdout = 1 }).Done);
            Assert.Empty(Told(play with { Cost = 1 }, s => s.State = ShopState.Default with { BudgetSpent = true }).Done);
        }
    }

    [Fact]
    public void Reaching_the_goal_ends_the_play_and_is_noted_also_when_it_is_told_late()
    {
        var play = Mail with { Goal = new Goal(EventKinds.OrderPlaced, TimeSpan.FromDays(7)), Steps = [Mail.Steps[0], Mail.Steps[0] with { Wait = Cases.After(48) }] };
        var shop = Told(play, then: s => s.Days(3).Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o", CartId = "c1" }, minutesAgo: 60));

        Assert.NotNull(shop.Profile.Runs.Single().GoalAt);
    }

    [Fact]
    public void To_suppress_ends_marketing_on_every_channel()
    {
        var shop = Told(Mail with { Steps = [new PlayStep { Do = new SuppressAction() }] });

        Assert.NotNull(shop.Profile.Permissions.Stopped(Channels.Email));
        Assert.NotNull(shop.Profile.Permissions.Stopped(Channels.Sms));
    }

    private static VirtualShop Told(Play play, Action<VirtualShop>? before = null, Action<VirtualShop>? then = null, double minutesAgo = 0, DateTimeOffset? at = null)
    {
        var book = DeliveryCases.Book(play) with { Segments = WithNobody };
        var shop = new VirtualShop(book, at ?? VirtualShop.Monday).Known();
        before?.Invoke(shop);
        shop.Tell(EventKinds.CartUpdated, Cart, minutesAgo);
        then?.Invoke(shop);
        return shop;
    }

    private static VirtualShop Clicked(EventData link)
    {
        var shop = new VirtualShop(Cases.Mail("mail", EventKinds.EmailClicked)).Known();
        shop.Tell(EventKinds.EmailClicked, link);
        return shop.Hours(1);
    }

    private static void Often(VirtualShop shop)
    {
        for (var i = 0; i < Offers.Often; i++) shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = $"o{i}", Value = 20 }, minutesAgo: 24 * 60 * (i + 3));
    }

    private static void Quiet(VirtualShop shop) =>
        shop.Playbook = shop.Playbook with { Limits = shop.Playbook.Limits with { Email = shop.Playbook.Limits.Email with { Quiet = new DailyWindow(new TimeOnly(21, 0), new TimeOnly(8, 0)) } } };

    private static Handraiser.Segments.SegmentSet WithNobody { get; } = PlaybookLoader.Load("""
        store: { name: Ridgeway }
        segments:
          nobody: { trait: { never: told } }
        plays:
          none: { on: cart.updated, alert: none }
        """).OrThrow().Segments;
}
