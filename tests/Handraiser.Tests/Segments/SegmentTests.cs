using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Segments;

public sealed class SegmentTests
{
    [Fact]
    public void An_open_puts_on_the_watch_list_and_fourteen_days_later_time_alone_takes_off()
    {
        var playbook = Customers.Playbook("watch-list: { opened: { within: 14d } }");
        var reaction = Engine.React(Customers.New(), [Customers.Event(EventKinds.EmailOpened, Customers.Start)], playbook, ShopState.Default, Customers.Start);

        Assert.True(reaction.Profile.IsIn("watch-list"));
        Assert.Contains(reaction.Hops(), h => h is { Entered: true, Segment: "watch-list", Why: EventKinds.EmailOpened });
        var wake = Assert.Single(reaction.Effects.OfType<Wake>());
        Assert.Equal(Customers.Start.AddDays(14), wake.At);

        var woken = Engine.React(reaction.Profile, [Customers.Event(EventKinds.TimePassed, wake.At)], playbook, ShopState.Default, wake.At);
        Assert.False(woken.Profile.IsIn("watch-list"));
        Assert.Contains(woken.Hops(), h => h is { Entered: false, Why: "time passed" });
    }

    [Fact]
    public void Three_looks_at_one_kind_of_thing_make_a_hot_lead_and_three_at_different_ones_do_not()
    {
        var playbook = Customers.Playbook("hot: { viewed: { sameCategory: 3, within: 7d } }");
        var scattered = Customers.After(Customers.New(), playbook, Look("printers", 0), Look("paper", 1), Look("ink", 2), Look("printers", 3));
        Assert.Empty(Customers.In(scattered, playbook, Customers.Start.AddHours(3)));

        var keen = Customers.After(scattered, playbook, Look("printers", 4));
        Assert.Equal(["hot"], Customers.In(keen, playbook, Customers.Start.AddHours(4)));
    }

    [Fact]
    public void A_child_is_only_in_where_its_parent_is()
    {
        var playbook = Customers.Playbook("raised: { clicked: { within: 7d } }", "raised/local: { visited: { within: 30d } }");
        var visited = Customers.After(Customers.New(), playbook, Customers.Event(EventKinds.StoreVisited, Customers.Start));
        Assert.Empty(Customers.In(visited, playbook, Customers.Start));

        var clicked = Customers.After(visited, playbook, Customers.Event(EventKinds.EmailClicked, Customers.Start.AddHours(1)));
        Assert.Equal(["raised", "raised/local"], Customers.In(clicked, playbook, Customers.Start.AddHours(1)));
        Assert.Empty(Customers.In(clicked, playbook, Customers.Start.AddDays(8)));
    }

    [Theory]
    [InlineData(100, "", false)]
    [InlineData(181, "", false)]
    [InlineData(182, "", true)]
    [InlineData(100, ", evenIfNew: true", true)]
    public void Law_5_a_segment_that_assumes_we_know_them_is_closed_to_newcomers_unless_it_says_so(int days, string option, bool open)
    {
        var playbook = Customers.Playbook($"warm: {{ score: {{ atLeast: 2 }}{option} }}");
        var profile = Customers.After(Customers.KnownFor(days), playbook, Look("printers", 0));

        Assert.Equal(open, Customers.In(profile, playbook, Customers.Start).Contains("warm"));
    }

    [Fact]
    public void Law_5_a_segment_that_refers_to_one_that_assumes_is_closed_too()
    {
        var playbook = Customers.Playbook("warm: { score: { atLeast: 2 } }", "cold: { not: { segment: warm } }", "looked: { viewed: { within: 7d } }");
        var newcomer = Customers.After(Customers.KnownFor(10), playbook, Look("printers", 0));

        Assert.Equal(["looked"], Customers.In(newcomer, playbook, Customers.Start));
        Assert.Equal(Customers.Start.AddDays(172), playbook.Segments.NextChange(newcomer, ShopState.Default, Customers.Start.AddDays(8), playbook.Segments.Evaluate(newcomer, ShopState.Default, Customers.Start.AddDays(8))));
    }

    [Fact]
    public void A_new_condition_starts_from_what_the_profile_remembers()
    {
        var before = Customers.Playbook("raised: { clicked: { within: 7d } }");
        var profile = Customers.After(Customers.New(), before, Look("printers", 0), Look("printers", 1));
        var after = Customers.Playbook("raised: { clicked: { within: 7d } }", "looked: { viewed: { atLeast: 2, within: 7d } }");

        var fitted = after.Segments.Fit(profile);

        Assert.Equal(["looked"], Customers.In(fitted, after, Customers.Start.AddHours(1)));
        Assert.Same(fitted, after.Segments.Fit(fitted));
    }

    [Fact]
    public void A_segment_that_left_the_playbook_is_left()
    {
        var profile = Customers.After(Customers.New(), Customers.Playbook("old: { viewed: { within: 7d } }"), Look("printers", 0));
        var reaction = Engine.React(profile, [], Customers.Playbook("new: { clicked: { within: 7d } }"), ShopState.Default, Customers.Start.AddHours(1));

        Assert.Empty(reaction.Profile.Memberships);
        Assert.Contains(reaction.Hops(), h => h is { Entered: false, Why: "no longer in the playbook" });
    }

    [Fact]
    public void An_event_told_late_does_not_look_as_if_it_had_undone_the_later_ones()
    {
        var playbook = Customers.Playbook("watch-list: { opened: { within: 14d } }");
        var late = Customers.Event(EventKinds.EmailOpened, Customers.Start.AddDays(-20));
        var known = Customers.After(Customers.New(), playbook, Look("printers", 0));

        var reaction = Engine.React(known, [late], playbook, ShopState.Default, Customers.Start.AddHours(1));

        Assert.DoesNotContain(reaction.Hops(), h => h.Entered);
    }

    [Fact]
    public void Places_within_a_distance_and_answers_narrow_what_customers_do()
    {
        var playbook = Customers.Playbook(
            "looked: { viewed: { within: 30d } }", "looked/leeds: { lives: { within: 30km, of: [ 53.80, -1.55 ] }, evenIfNew: true }", "looked/small: { answered: { size: small } }");
        var profile = Customers.After(Customers.New(), playbook, Look("bikes", 0), Customers.Event(EventKinds.AnswerGiven, Customers.Start.AddHours(1), new EventData { Question = "size", Answers = ["small"] }));
        Profile At(string north, string east) => profile with
        {
            Person = profile.Person.With(new Trait("latitude", north, Customers.Start, "test")).With(new Trait("longitude", east, Customers.Start, "test")),
        };

        Assert.Equal(["looked", "looked/leeds", "looked/small"], Customers.In(At("53.79", "-1.75"), playbook, Customers.Start.AddHours(1)).Order());
        Assert.Equal(["looked", "looked/small"], Customers.In(At("51.50", "-0.12"), playbook, Customers.Start.AddHours(1)).Order());
    }

    [Fact]
    public void A_condition_written_into_a_play_is_met_like_a_segment()
    {
        var loaded = PlaybookLoader.Load("""
            store: { name: A shop }
            plays:
              note: { on: product.viewed, to: { viewed: { atLeast: 2, within: 7d } }, followUp: personal-note }
            """).OrThrow();
        var once = Customers.After(Customers.New(), loaded, Look("printers", 0));
        var twice = Customers.After(once, loaded, Look("printers", 1));

        Assert.False(loaded.Segments.Meets(loaded.Plays[0].To!, once, ShopState.Default, Customers.Start.AddHours(1)));
        Assert.True(loaded.Segments.Meets(loaded.Plays[0].To!, twice, ShopState.Default, Customers.Start.AddHours(1)));
    }

    [Fact]
    public void One_cart_with_two_things_of_a_kind_counts_once_for_that_kind()
    {
        var playbook = Customers.Playbook("torn: { carted: { sameCategory: 2, within: 7d } }");
        CustomerEvent Cart(int hours) => Customers.Event(EventKinds.CartUpdated, Customers.Start.AddHours(hours), new EventData
        {
            CartId = "1",
            Lines = [new ProductLine { ProductId = "1", Category = "printers" }, new ProductLine { ProductId = "2", Category = "paper" }, new ProductLine { ProductId = "3", Category = "printers" }],
        });

        var once = Customers.After(Customers.New(), playbook, Cart(0));

        Assert.Empty(Customers.In(once, playbook, Customers.Start.AddHours(1)));
        Assert.Equal(["torn"], Customers.In(Customers.After(once, playbook, Cart(2)), playbook, Customers.Start.AddHours(2)));
    }

    [Fact]
    public void A_campaign_with_a_long_name_is_asked_for_like_any_other()
    {
        var name = new string('n', 70);
        var playbook = Customers.Playbook($"readers: {{ opened: {{ campaign: {name} }} }}");
        var opened = Customers.After(Customers.New(), playbook, Customers.Event(EventKinds.EmailOpened, Customers.Start, new EventData { Campaign = name }));

        Assert.Equal(["readers"], Customers.In(opened, playbook, Customers.Start));
    }

    [Fact]
    public void A_segment_and_a_play_agree_on_the_category_of_a_look()
    {
        var loaded = PlaybookLoader.Load("""
            store: { name: A shop }
            segments:
              biker: { viewed: { category: bikes } }
            plays:
              note: { on: { event: product.viewed, category: bikes }, tag: { looked-at: bikes } }
            """).OrThrow();
        var look = Customers.Event(EventKinds.ProductViewed, Customers.Start, new EventData { Category = "sale", Product = new ProductLine { ProductId = "1", Category = "bikes" } });

        var after = Customers.After(Customers.New(), loaded, look);

        Assert.Equal((true, "bikes"), (after.IsIn("biker"), after.Person.Trait("looked-at")));
    }

    private static CustomerEvent Look(string category, int hours) => Customers.Event(EventKinds.ProductViewed, Customers.Start.AddHours(hours), Customers.Looking(category));
}
