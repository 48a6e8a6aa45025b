using Handraiser.Events;
using Handraiser.Lapse;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Segments;

/// <summary>What a changed playbook, or a changed model, means for those who do nothing.</summary>
public sealed class ReviewTests
{
    private static readonly DateTimeOffset Now = Customers.Start.AddDays(1);

    private const string Before = """
        store: { name: A shop }
        segments:
          buyers: { ordered: { atLeast: 1 } }
        """;

    private const string Lookers = """
        store: { name: A shop }
        segments:
          buyers: { ordered: { atLeast: 1 } }
          lookers: { viewed: { atLeast: 1 }EXISTING }
          quiet: { silentFor: 3d }
        plays:
          greet: { on: { entered: lookers }, wait: 1d, tag: { stage: seen } }
          revive: { on: { entered: quiet }, wait: 1d, tag: { stage: back } }
        """;

    private static readonly Playbook Old = PlaybookLoader.Load(Before).OrThrow();
    private static readonly Playbook New = PlaybookLoader.Load(Lookers.Replace("EXISTING", "", StringComparison.Ordinal)).OrThrow();
    private static readonly Playbook Including = PlaybookLoader.Load(Lookers.Replace("EXISTING", ", includeExisting: true", StringComparison.Ordinal)).OrThrow();

    private static readonly Profile Silent = Customers.After(Customers.New(), Old, Customers.Event(EventKinds.ProductViewed, Customers.Start));

    [Fact]
    public void A_silent_customer_enters_a_new_segment_and_no_play_starts()
    {
        Assert.True(Review.IsDue(Silent, New, ShopState.Default, Now));

        var after = Reviewed(Silent, New);

        Assert.Equal(["lookers"], after.Memberships.Select(m => m.Segment));
        Assert.Equal(Engine.RulesChanged, after.Hops[^1].Why);
        Assert.Empty(after.Runs);
        Assert.Equal((Gates.Existing, "greet"), Assert.Single(after.Decisions.Select(d => (d.Gate, d.Play))));
    }

    [Fact]
    public void A_segment_that_includes_existing_customers_starts_its_play_once()
    {
        var after = Reviewed(Reviewed(Silent, Including), Including);

        Assert.Equal("greet", Assert.Single(after.Runs).Play);
        Assert.False(Review.IsDue(after, Including, ShopState.Default, Now));
    }

    [Fact]
    public void An_event_that_comes_before_the_sweep_does_not_make_an_old_fact_a_new_one()
    {
        var after = Engine.React(Silent, [Customers.Event(EventKinds.EmailDelivered, Now)], New, ShopState.Default, Now).Profile;

        Assert.True(after.IsIn("lookers"));
        Assert.Empty(after.Runs);
    }

    [Fact]
    public void What_the_customer_does_after_a_change_starts_plays_as_ever()
    {
        var buyer = Customers.After(Customers.New(), Old, Customers.Event(EventKinds.OrderPlaced, Customers.Start));

        var after = Engine.React(buyer, [Customers.Event(EventKinds.ProductViewed, Now)], New, ShopState.Default, Now).Profile;

        Assert.Equal("greet", Assert.Single(after.Runs).Play);
    }

    [Fact]
    public void What_time_does_after_a_change_starts_plays_as_ever()
    {
        var reviewed = Reviewed(Silent, New);
        var third = reviewed.Wake!.Value;

        var after = Engine.React(reviewed, [Customers.Event(EventKinds.TimePassed, third)], New, ShopState.Default, third).Profile;

        Assert.Equal(Customers.Start.AddDays(3), third);
        Assert.Equal("revive", Assert.Single(after.Runs).Play);
    }

    [Fact]
    public void A_wake_that_comes_late_and_after_a_change_is_still_the_doing_of_time()
    {
        var waiting = Reviewed(Silent, New);
        var renamed = New with { Version = "another, with the same segments" };
        var late = waiting.Wake!.Value.AddMinutes(1);

        var after = Engine.React(waiting, [Customers.Event(EventKinds.TimePassed, late)], renamed, ShopState.Default, late).Profile;

        Assert.Equal("revive", Assert.Single(after.Runs).Play);
    }

    [Fact]
    public void Those_whom_a_change_does_not_concern_need_not_be_written()
    {
        var reader = Customers.After(Customers.New(), New, Customers.Event(EventKinds.OrderPlaced, Customers.Start));

        Assert.False(Review.IsDue(reader, New, ShopState.Default, Now));
        Assert.False(Review.IsDue(reader, New with { Version = "a remark more" }, ShopState.Default, Now));
        Assert.False(Review.IsDue(Silent with { MovedTo = "elsewhere" }, New, ShopState.Default, Now));
    }

    [Fact]
    public void A_segment_that_was_taken_out_is_left()
    {
        var buyer = Customers.After(Customers.New(), Old, Customers.Event(EventKinds.OrderPlaced, Customers.Start));
        var without = PlaybookLoader.Load("store: { name: A shop }\nsegments:\n  lookers: { viewed: { atLeast: 1 } }\n").OrThrow();

        Assert.Empty(Reviewed(buyer, without).Memberships);
    }

    [Fact]
    public void A_play_in_progress_finishes_as_it_began_or_moves_as_it_says()
    {
        static Playbook Book(string wait, string change) => PlaybookLoader.Load(
            $"store: {{ name: A shop }}\nsegments:\n  lookers: {{ viewed: {{ atLeast: 1 }} }}\nplays:\n  greet:\n    on: {{ entered: lookers }}\n    onChange: {change}\n    steps:\n      - wait: 1d\n        tag: {{ stage: {wait}-one }}\n      - wait: {wait}\n        tag: {{ stage: {wait} }}\n").OrThrow();
        string Stage(string change)
        {
            var (one, two) = (Book("2d", change), Book("9d", change));
            var customer = Customers.After(Customers.New(), one, Customers.Event(EventKinds.ProductViewed, Customers.Start));
            var swept = Reviewed(customer, two with { Earlier = [one] });
            var due = swept.Runs.Single().Due!.Value;
            return Engine.React(swept, [Customers.Event(EventKinds.TimePassed, due)], two with { Earlier = [one] }, ShopState.Default, due).Profile.Person.Trait("stage")!;
        }

        Assert.Equal("2d", Stage("finish"));
        Assert.Equal("9d", Stage("move"));
    }

    [Fact]
    public void A_new_model_moves_the_wake_and_whom_it_alone_makes_lapse_starts_no_play()
    {
        var book = PlaybookLoader.Load("store: { name: A shop }\nsegments:\n  lapsed: { willNotBuy: { within: 60d, chance: 60%, silentFor: 20d } }\nplays:\n  back: { on: { entered: lapsed }, tag: { stage: back } }\n").OrThrow();
        var customer = Customers.New();
        foreach (var day in new[] { 0, 20, 45, 60, 90 }) customer = Customers.After(customer, book, Customers.Event(EventKinds.OrderPlaced, Customers.Start.AddDays(day), new EventData { OrderId = $"o{day}", Value = 10 }));
        var eager = new ShopState { Lapse = LapseModel.Default with { Weights = LapseModel.Default.Weights with { Base = 3, Silence = 5 } }, ModelMark = 7 };
        var soon = Customers.Start.AddDays(91);

        var moved = Engine.React(customer, [Review.Event(customer.Id, 7, soon)], book, eager, soon);
        Assert.True(moved.Profile.Armed < customer.Armed);
        Assert.Contains(moved.Effects, e => e is Wake wake && wake.At == moved.Profile.Armed);

        var between = moved.Profile.Armed!.Value.AddDays(1);
        var found = Engine.React(customer, [Review.Event(customer.Id, 7, between)], book, eager, between).Profile;
        Assert.True(found.IsIn("lapsed"));
        Assert.Null(found.Person.Trait("stage"));
    }

    [Fact]
    public void A_look_that_comes_again_after_a_crash_hands_the_wake_on_once_more()
    {
        var look = Review.Event(Silent.Id, Review.Mark(New, ShopState.Default), Now);
        var first = Engine.React(Silent, [look], New, ShopState.Default, Now);
        var again = Engine.React(first.Profile, [look], New, ShopState.Default, Now);

        Assert.Equal(first.Effects.OfType<Wake>(), again.Effects.OfType<Wake>());
        Assert.Equal(first.Profile.Armed, Assert.Single(again.Effects.OfType<Wake>()).At);
        Assert.False(Review.IsDue(first.Profile, New, ShopState.Default, Now));
    }

    private static Profile Reviewed(Profile profile, Playbook playbook) =>
        Engine.React(profile, [Review.Event(profile.Id, Review.Mark(playbook, ShopState.Default), Now)], playbook, ShopState.Default, Now).Profile;
}
