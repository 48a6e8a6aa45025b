using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class PlayRulesTests
{
    private static readonly Play Mail = DeliveryCases.Play() with { Unless = [], Name = "mail", Steps = [Send("mail")] };

    [Fact]
    public void A_branch_parts_the_way_by_a_condition_and_meets_again()
    {
        var book = PlaybookLoader.Load("""
            store: { name: Ridgeway }
            segments:
              warm: { viewed: { within: 7d } }
            plays:
              parted:
                on: cart.updated
                steps:
                  - if: warm
                    then: [ { tag: { way: warm } } ]
                    else: [ { tag: { way: cold } } ]
                  - if: { answered: { size: small } }
                    then: [ { tag: { size: small } } ]
                  - alert: done
            questions:
              size: { ask: Which size?, answers: { small: Small, large: Large } }
            """).OrThrow();
        foreach (var (views, way) in new[] { (1, "warm"), (0, "cold") })
        {
            var shop = new VirtualShop(book, VirtualShop.Monday).Known();
            for (var i = 0; i < views; i++) shop.Tell(EventKinds.ProductViewed);
            shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });

            Assert.Equal(way, shop.Profile.Person.Trait("way"));
            Assert.Null(shop.Profile.Person.Trait("size"));
            Assert.Equal(["done"], shop.Sent);
        }
    }

    [Fact]
    public void A_tag_that_moves_the_customer_into_a_segment_starts_its_play_at_once()
    {
        var book = PlaybookLoader.Load("""
            store: { name: Ridgeway }
            segments:
              marked: { trait: { stage: marked }, carted: { within: 7d } }
            plays:
              mark: { on: cart.updated, tag: { stage: marked } }
              marked: { on: { entered: marked }, alert: marked }
            """).OrThrow();
        var shop = new VirtualShop(book, VirtualShop.Monday).Known();
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });

        Assert.Equal(["marked"], shop.Sent);
    }

    [Fact]
    public void Leaving_a_segment_starts_a_play_and_entering_it_does_not()
    {
        var book = PlaybookLoader.Load("store: { name: Ridgeway }\nsegments:\n  warm: { viewed: { within: 7d } }\nplays:\n  gone-cold: { on: { left: warm }, tag: { stage: cold } }\n").OrThrow();
        var shop = new VirtualShop(book, VirtualShop.Monday).Known();
        shop.Tell(EventKinds.ProductViewed);
        Assert.Null(shop.Profile.Person.Trait("stage"));

        shop.Days(8);

        Assert.Equal("cold", shop.Profile.Person.Trait("stage"));
    }

    [Fact]
    public void Events_are_told_apart_by_their_data()
    {
        var shop = new VirtualShop(Mail with { On = new EventTrigger(EventKinds.OrderPlaced, new Handraiser.Segments.EventFilter { InStore = true, ValueAtLeast = 50 }) }).Known();
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o1", Value = 60 });
        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o2", Value = 20, Store = "leeds" });
        Assert.Empty(shop.Done);

        shop.Tell(EventKinds.OrderPlaced, new EventData { OrderId = "o3", Value = 60, Store = "leeds" });
        Assert.Single(shop.Done);
    }

    [Fact]
    public void A_date_that_was_told_comes_once_or_each_year_and_so_long_before_as_the_play_says()
    {
        foreach (var (value, times) in new[] { ("2026-04-10", 1), ("04-10", 3), ("1988-04-10", 3) })
        {
            var shop = new VirtualShop(Mail with { On = new DateTrigger("renewal", TimeSpan.FromDays(10)) }).Known();
            shop.Tell(EventKinds.CustomerUpdated, new EventData { Traits = ImmutableDictionary<string, string>.Empty.Add("renewal", value) });
            shop.Days(365 * 3 - 20);

            Assert.Equal(times, shop.Done.Count);
            Assert.Equal(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero), shop.Done[0].At);
        }
    }

    [Fact]
    public void A_date_begins_at_midnight_where_the_customer_lives()
    {
        var shop = new VirtualShop(Mail with { On = new DateTrigger("anniversary", TimeSpan.Zero) });
        shop.Tell(EventKinds.CustomerKnown, new EventData { Traits = ImmutableDictionary<string, string>.Empty.Add("timeZone", "Asia/Tokyo") });
        shop.Days(370);

        Assert.Equal(new DateTimeOffset(2027, 3, 1, 15, 0, 0, TimeSpan.Zero), Assert.Single(shop.Done).At);
    }

    [Fact]
    public void A_new_version_moves_plays_in_progress_or_lets_them_finish_as_they_began()
    {
        foreach (var (moves, sent) in new[] { (true, "new"), (false, "old") })
        {
            var wait = new Wait { From = TimeSpan.FromHours(4), To = TimeSpan.FromHours(4) };
            var before = DeliveryCases.Book(Mail with { MovesToNewVersion = moves, Steps = [Send("old") with { Wait = wait }] });
            var after = DeliveryCases.Book(Mail with { MovesToNewVersion = moves, Steps = [Send("new") with { Wait = wait }] }) with { Version = "v2", Earlier = [before] };
            var shop = new VirtualShop(before, VirtualShop.Monday).Known();
            shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });
            shop.Playbook = after;
            shop.Days(1);

            Assert.Equal([sent], shop.Sent);
        }
    }

    [Fact]
    public void A_play_that_was_taken_out_sends_nothing_more()
    {
        var shop = new VirtualShop(Mail with { Steps = [Send("mail") with { Wait = new Wait { From = TimeSpan.FromHours(4), To = TimeSpan.FromHours(4) } }] }).Known();
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });
        shop.Playbook = DeliveryCases.Book() with { Version = "v2" };
        shop.Days(1);

        Assert.Empty(shop.Done);
        Assert.Equal(Gates.Disabled, shop.Gates("mail").Single());
    }

    [Fact]
    public void A_better_play_that_is_due_within_the_gap_comes_first_and_the_other_waits_or_yields()
    {
        var better = Mail with { Name = "better", On = new EventTrigger(EventKinds.ProductViewed), Steps = [Send("better") with { Wait = new Wait { From = TimeSpan.FromHours(5), To = TimeSpan.FromHours(5) } }] };
        foreach (var (yields, sent) in new[] { (false, new[] { "better", "mail" }), (true, ["better"]) })
        {
            var shop = new VirtualShop(better, Mail with { Yields = yields }).Known();
            shop.Tell(EventKinds.ProductViewed);
            shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });
            shop.Days(3);

            Assert.Equal(sent, shop.Sent);
            Assert.Contains(shop.Profile.Decisions, d => d is { Play: "mail", Gate: Gates.Limit, Reason: "better comes first." });
        }
    }

    [Fact]
    public void Of_two_carts_the_one_that_is_worth_more_comes_first()
    {
        var shop = new VirtualShop(Mail with { Steps = [Send("mail") with { Wait = new Wait { At = new TimeOnly(12, 0) } }] }).Known();
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "small", Value = 5 });
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "large", Value = 500 });
        shop.Hours(3);

        Assert.Equal("cart:large", Assert.Single(shop.Done).Action.Occasion);
    }

    [Fact]
    public void Money_that_is_spent_holds_back_what_costs_and_nothing_else()
    {
        var shop = new VirtualShop(Mail with { Steps = [new PlayStep { Do = new SendAction(Channels.Email, "mail", new Offer { Percent = 10 }) }] }, Mail with { Name = "free" }).Known();
        shop.State = ShopState.Default with { BudgetSpent = true };
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });

        Assert.Equal([Gates.Budget], shop.Gates("mail"));
        Assert.Equal("free", Assert.Single(shop.Done).Action.Play);
    }

    [Fact]
    public void The_control_group_gets_no_play_and_groups_of_plays_are_independent()
    {
        var limits = new Limits { ControlGroup = 0.1 };
        var ids = Enumerable.Range(0, 4000).Select(i => $"customer-{i}").ToList();
        Play Held(string name) => Mail with { Name = name, Holdout = 0.2 };

        Assert.InRange(ids.Count(i => Holdouts.Of(i, Mail, limits) == Holdouts.Control), 340, 460);
        Assert.InRange(ids.Count(i => Holdouts.Of(i, Held("a"), new()) is not null), 720, 880);
        Assert.InRange(ids.Count(i => Holdouts.Of(i, Held("a"), new()) is not null && Holdouts.Of(i, Held("b"), new()) is not null), 110, 210);
        Assert.All(ids.Where(i => Holdouts.Of(i, Mail, limits) is not null), i => Assert.Equal(Holdouts.Control, Holdouts.Of(i, Held("a"), limits)));
    }

    [Fact]
    public void What_ends_a_step_is_remembered_however_much_happens_after_it()
    {
        var wait = new Wait { From = TimeSpan.FromDays(10), To = TimeSpan.FromDays(10) };
        var shop = new VirtualShop(Mail with { Steps = [Send("mail") with { Wait = wait, Unless = [EventKinds.ProductReviewed] }] }).Known();
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });
        shop.Hours(1).Tell(EventKinds.ProductReviewed);
        for (var i = 0; i < 100; i++) shop.Hours(1).Tell(EventKinds.PageViewed);
        shop.Days(10);

        Assert.Empty(shop.Done);
        Assert.Contains(Gates.Ended, shop.Gates("mail"));
    }

    [Fact]
    public void A_segment_ends_a_play_when_it_is_entered_and_keeps_it_from_starting()
    {
        var book = PlaybookLoader.Load("""
            store: { name: Ridgeway }
            segments:
              warm: { viewed: { within: 7d } }
            plays:
              cart-left: { on: cart.updated, wait: 4h, unless: warm, send: { email: cart-left } }
            """).OrThrow();
        var shop = new VirtualShop(book, VirtualShop.Monday).Known();
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });
        shop.Hours(1).Tell(EventKinds.ProductViewed);
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c2" });
        shop.Days(2);

        Assert.Empty(shop.Done);
        Assert.All(shop.Profile.Runs, run => Assert.False(run.IsRunning));
        Assert.All(shop.Gates("cart-left"), gate => Assert.Equal(Gates.Ended, gate));
    }

    [Fact]
    public void A_play_ends_when_its_time_is_over_however_long_it_was_held_back()
    {
        var shop = new VirtualShop(Cases("a"), Cases("b") with { Until = TimeSpan.FromHours(10) }).Known();
        shop.Tell(EventKinds.CartUpdated, new EventData { CartId = "c1" });
        shop.Days(3);

        Assert.Equal(["a"], shop.Sent);
        Assert.False(shop.Profile.Runs.Single(r => r.Play == "b").IsRunning);

        static Play Cases(string name) => Mail with { Name = name, Steps = [Send(name)] };
    }

    private static PlayStep Send(string template) => new() { Do = new SendAction(Channels.Email, template) };
}
