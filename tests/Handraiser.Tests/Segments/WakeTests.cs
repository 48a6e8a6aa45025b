using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Segments;

/// <summary>Nobody is re-read to see whether time has passed: the wake is enough, and is exact.</summary>
public sealed class WakeTests
{
    private static readonly string[] Categories = ["bikes", "bikes/mountain", "helmets"];

    private static readonly string[] Kinds =
    [
        EventKinds.EmailDelivered, EventKinds.EmailOpened, EventKinds.EmailClicked, EventKinds.ProductViewed, EventKinds.CartUpdated,
        EventKinds.OrderPlaced, EventKinds.StoreVisited, EventKinds.AnswerGiven,
    ];

    private static readonly Playbook EveryKind = Customers.Playbook(
        "watching: { opened: { within: 14d } }",
        "raised: { clicked: { within: 7d } }",
        "often: { viewed: { atLeast: 3, within: 5d } }",
        "seldom: { viewed: { atMost: 1, within: 5d } }",
        "some: { viewed: { atLeast: 1, atMost: 2, within: 9d } }",
        "one-kind: { viewed: { sameCategory: 2, within: 6d } }",
        "big-cart: { carted: { value: { atLeast: 50 }, within: 3d } }",
        "newcomer: { knownFor: { under: 182d } }",
        "settled: { knownFor: { atLeast: 20d, under: 200d } }",
        "silent: { silentFor: 10d }",
        "biker: { interest: { in: bikes, share: 50%, from: 2 }, evenIfNew: true }",
        "not-biker: { interest: { in: bikes, under: 40% } }",
        "warm: { score: { atLeast: 5 }, evenIfNew: true }",
        "middling: { score: { atLeast: 2, under: 9 } }",
        "told: { answered: { size: [ small ] } }",
        "lapsed: { willNotBuy: { within: 60d, chance: 50%, silentFor: 20d } }",
        "known-warm: { score: { atLeast: 1 } }",
        "raised/cold: { not: { ordered: { within: 4d } } }",
        "raised/cold/local: { visited: { within: 8d } }",
        "mixed: { any: [ { all: [ { opened: { within: 3d } }, { not: { clicked: { within: 2d } } } ] }, { segment: often } ] }",
        "neither: { not: { any: [ { segment: watching }, { segment: newcomer } ] } }",
        "own-kind: { store.visited: { atLeast: 2, within: 12d } }");

    [Fact]
    public void Evaluating_all_the_time_and_evaluating_at_wakes_give_the_same_memberships() => Prop.ForAll(Stories().ToArbitrary(), story =>
    {
        var profile = Customers.KnownFor(story.KnownFor);
        var end = Customers.Start.AddDays(60);
        for (var i = 0; i < story.Events.Length; i++)
        {
            profile = Engine.React(profile, [story.Events[i]], EveryKind, ShopState.Default, story.Events[i].At).Profile;
            Same(profile, story.Events[i].At, i + 1 < story.Events.Length ? story.Events[i + 1].At : end);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_wake_comes_at_the_very_millisecond_at_which_a_membership_changes() => Prop.ForAll(Stories().ToArbitrary(), story =>
    {
        var profile = Customers.After(Customers.KnownFor(story.KnownFor), EveryKind, [.. story.Events]);
        var now = story.Events[^1].At;
        var state = EveryKind.Segments.Evaluate(profile, ShopState.Default, now);
        if (EveryKind.Segments.NextChange(profile, ShopState.Default, now, state) is not { } change) return;

        Assert.Equal(Customers.In(profile, EveryKind, now), Customers.In(profile, EveryKind, change.AddMilliseconds(-1)));
        Assert.NotEqual(Customers.In(profile, EveryKind, now), Customers.In(profile, EveryKind, change));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Points_below_zero_fade_too_and_the_customer_hops_when_they_have()
    {
        var shop = PlaybookLoader.Load("""
            store: { name: A shop }
            score: { halfLife: 14d, points: { email.complained: -20 } }
            segments:
              angry: { score: { under: -10 }, evenIfNew: true }
              calm: { score: { atLeast: -5 }, evenIfNew: true }
            """).OrThrow();
        var reaction = Engine.React(Customers.New(), [Customers.Event(EventKinds.EmailComplained, Customers.Start)], shop, ShopState.Default, Customers.Start);

        Assert.Equal(["angry"], reaction.Profile.Memberships.Select(m => m.Segment));
        Assert.InRange(Assert.Single(reaction.Effects.OfType<Wake>()).At, Customers.Start.AddDays(14), Customers.Start.AddDays(14).AddMilliseconds(1));
        Assert.Empty(Customers.In(reaction.Profile, shop, Customers.Start.AddDays(14).AddMilliseconds(1)));
        Assert.Equal(["calm"], Customers.In(reaction.Profile, shop, Customers.Start.AddDays(28).AddMilliseconds(1)));
    }

    [Fact]
    public void What_would_change_after_the_year_9999_never_does()
    {
        var shop = PlaybookLoader.Load("""
            store: { name: A shop }
            score: { halfLife: 36500d, points: { product.viewed: 2 } }
            segments:
              warm: { score: { atLeast: 1e-40 }, evenIfNew: true }
              known: { knownFor: { atLeast: 30d } }
            """).OrThrow();

        Assert.Equal(["warm"], After(Customers.Start));
        Assert.Equal(["warm"], After(new DateTimeOffset(9999, 12, 30, 0, 0, 0, TimeSpan.Zero)));

        string[] After(DateTimeOffset at) => [.. Engine.React(Customers.New(), [Customers.Event(EventKinds.ProductViewed, at)], shop, ShopState.Default, Customers.Start).Profile.Memberships.Select(m => m.Segment)];
    }

    /// <summary>Walks in small steps from one event to the next and compares with what only the wakes would have found.</summary>
    private static void Same(Profile profile, DateTimeOffset from, DateTimeOffset to)
    {
        var at = from;
        while (at < to)
        {
            var woken = Customers.In(profile, EveryKind, at);
            var state = EveryKind.Segments.Evaluate(profile, ShopState.Default, at);
            var next = EveryKind.Segments.NextChange(profile, ShopState.Default, at, state) ?? to;
            Assert.True(next > at);
            for (var look = at; look < next && look < to; look = look.AddHours(7)) Assert.Equal(woken, Customers.In(profile, EveryKind, look));
            at = next;
        }
    }

    private static Gen<Story> Stories() =>
        from known in Gen.Choose(0, 400)
        from count in Gen.Choose(1, 25)
        from events in Events().ArrayOf(count)
        select new Story(known, [.. events.DistinctBy(e => e.Id).OrderBy(e => e.At)]);

    private static Gen<CustomerEvent> Events() =>
        from kind in Gen.Elements(Kinds)
        from minutes in Gen.Choose(0, 40 * 24 * 60)
        from category in Gen.Elements(Categories)
        from value in Gen.Choose(10, 100)
        select Customers.Event(kind, Customers.Start.AddMinutes(minutes), new EventData
        {
            Product = new ProductLine { ProductId = "1", Category = category },
            CartId = "cart",
            OrderId = kind == EventKinds.OrderPlaced ? $"order-{minutes}" : null,
            Value = value,
            Currency = "GBP",
            MessageId = $"message-{minutes}",
            Question = kind == EventKinds.AnswerGiven ? "size" : null,
            Answers = kind == EventKinds.AnswerGiven ? [value < 50 ? "small" : "large"] : [],
        });

    private sealed record Story(int KnownFor, ImmutableArray<CustomerEvent> Events);
}
