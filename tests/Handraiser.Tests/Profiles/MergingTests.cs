using FsCheck;
using FsCheck.Fluent;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Profiles.Story;

namespace Handraiser.Tests.Profiles;

public sealed class MergingTests
{
    private static readonly Profile Browser = Profile.New("bbbbbbbbbbbbbbbbbbbbbbbbbb");
    private static readonly Profile Known = Profile.New("cccccccccccccccccccccccccc");

    [Fact]
    public void Two_rows_become_the_same_customer_whichever_absorbs_the_other() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var (a, b) = Two(seed);
            OrderOfArrivalTests.AssertSame(Nameless(Merging.Absorb(a, b, Playbook)), Nameless(Merging.Absorb(b, a, Playbook)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Absorbing_again_changes_nothing() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var (a, b) = Two(seed);
            var once = Merging.Absorb(a, b, Playbook);
            Assert.Same(once, Merging.Absorb(once, b with { MovedTo = a.Id }, Playbook));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void History_counts_and_carts_of_both_stand_on_the_one_that_stays()
    {
        var browser = Told(Browser, Event(EventKinds.ProductViewed, 0, new EventData { Category = "bikes" }, new Identifiers { AnonymousId = "b1" }),
            Event(EventKinds.CartUpdated, 1, new EventData { CartId = "c1", Value = 10 }, new Identifiers { AnonymousId = "b1" }));
        var known = Told(Known, Open(5), Event(EventKinds.ProductViewed, 6, new EventData { Category = "bikes" }));

        var merged = Merging.Absorb(known, browser, Playbook);

        Assert.Equal(2, merged.Rhythm.Views);
        Assert.Equal(At(0), merged.FirstFact);
        Assert.Equal("c1", Assert.Single(merged.Carts).Id);
        Assert.Equal(4, merged.Recent.Length);
        Assert.Contains(browser.Id, merged.Homes);
        Assert.True(merged.Interests.WeightOf("bikes", At(6), Playbook.Interest.HalfLife) > 1.9);
    }

    [Fact]
    public void An_order_that_only_one_row_knew_closes_the_cart_of_the_other()
    {
        var browser = Told(Browser, Event(EventKinds.CartUpdated, 1, new EventData { CartId = "c1", Value = 10 }));
        var known = Told(Known, Event(EventKinds.OrderPlaced, 9, new EventData { CartId = "c1", OrderId = "o1", Value = 10 }));

        Assert.Empty(Merging.Absorb(known, browser, Playbook).Carts);
        Assert.Empty(Merging.Absorb(browser, known, Playbook).Carts);
    }

    [Fact]
    public void An_order_that_both_rows_knew_is_one()
    {
        var order = new EventData { OrderId = "o1", Value = 40, Currency = "GBP" };

        var merged = Merging.Absorb(Told(Known, Event(EventKinds.OrderPlaced, 9, order)), Told(Browser, Event(EventKinds.OrderPlaced, 9, order)), Playbook);

        Assert.Equal(1, merged.Rhythm.Orders);
        Assert.Equal(40, Assert.Single(merged.Rhythm.Spent).Amount);
        Assert.Equal(4000, merged.Rhythm.Days.Cents[0]);
    }

    [Fact]
    public void Who_left_under_one_name_has_left()
    {
        var yes = Told(Known, Event(EventKinds.ConsentChanged, 1, new EventData { Channel = Channels.Email, Granted = true }));
        var left = Told(Browser, Event(EventKinds.EmailUnsubscribed, 2));

        Assert.NotNull(Merging.Absorb(yes, left, Playbook).Permissions.Stopped(Channels.Email));
        Assert.NotNull(Merging.Absorb(left, yes, Playbook).Permissions.Stopped(Channels.Email));
    }

    [Fact]
    public void Of_two_runs_for_one_occasion_the_one_that_came_further_survives_under_the_new_customers_id()
    {
        var behind = Known with { Runs = [Run(Known.Id, 0)], Actions = [Action("x1", ActionState.Decided)] };
        var ahead = Browser with { Runs = [Run(Browser.Id, 1)], Actions = [Action("x2", ActionState.Sending)] };

        var merged = Merging.Absorb(behind, ahead, Playbook);

        var run = Assert.Single(merged.Runs);
        Assert.Equal(1, run.Step);
        Assert.Equal(Occasions.RunId(Known.Id, "cart-left", "cart:c1"), run.Id);
        Assert.Equal("x2", Assert.Single(merged.Actions).Id);
    }

    [Fact]
    public void What_one_row_sent_the_other_no_longer_sends()
    {
        var sent = Browser with { Sends = [new SentMessage { ActionId = "x2", Channel = Channels.Email, Template = "cart-left", Play = "cart-left", Occasion = "cart:c1", At = At(0), Kind = "marketing" }] };

        Assert.Empty(Merging.Absorb(Known with { Actions = [Action("x1", ActionState.Decided)] }, sent, Playbook).Actions);
    }

    [Fact]
    public void The_one_known_by_address_stays_whichever_way_round_it_is_asked()
    {
        var known = Told(Known, Open(50));
        var browser = Told(Browser, Event(EventKinds.ProductViewed, 0, who: new Identifiers { AnonymousId = "b1" }));

        Assert.Equal(known.Id, Merging.Target(known, browser));
        Assert.Equal(known.Id, Merging.Target(browser, known));
    }

    private static PlayRun Run(string customer, int step) => new()
    {
        Id = Occasions.RunId(customer, "cart-left", "cart:c1"), Play = "cart-left", Occasion = "cart:c1", Cause = EventKinds.CartUpdated, CauseAt = At(0), StartedAt = At(0), Step = step, Due = At(240),
    };

    private static PlannedAction Action(string id, ActionState state) => new()
    {
        Id = id, Kind = ActionKind.Email, Play = "cart-left", Occasion = "cart:c1", What = "cart-left", Cause = EventKinds.CartUpdated, CauseAt = At(0), DecidedAt = At(240), State = state,
    };

    private static (Profile A, Profile B) Two(int seed)
    {
        var random = new Random(seed);
        // One order id per row: an order with cancellations on both rows is told apart only by its events.
        var events = Enumerable.Range(0, 30).Select(i => OrderOfArrivalTests.Made(random, i)).ToArray();
        return (Told(Known, events[..15]), Told(Browser, events[15..]));
    }

    private static Profile Nameless(Profile profile) => profile with { Id = "aaaaaaaaaaaaaaaaaaaaaaaaaa", Homes = [], Absorbed = [] };
}
