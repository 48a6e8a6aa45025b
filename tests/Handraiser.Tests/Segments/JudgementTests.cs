using System.Collections.Immutable;
using System.Text;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Xunit;
using static Handraiser.Tests.Segments.Customers;

namespace Handraiser.Tests.Segments;

public sealed class JudgementTests
{
    private static readonly Playbook Shop = Playbook(
        "looking: { viewed: { category: bikes, atLeast: 2, within: 7d } }",
        "window: { viewed: { atLeast: 1, atMost: 3, within: 3d } }",
        "torn: { viewed: { sameCategory: 3, within: 14d } }",
        "biker: { interest: { in: bikes, share: 40% } }",
        "warm: { score: { atLeast: 6, under: 40 } }",
        "known: { knownFor: { atLeast: 30d, under: 400d } }",
        "quiet: { silentFor: 10d }",
        "regular: { spent: { atLeast: 100 }, buysEvery: { under: 40d } }",
        "reader: { openShare: { atLeast: 20% } }",
        "lapsed: { willNotBuy: { within: 60d, chance: 80% } }",
        "small: { answered: { size: small } }",
        "expert: { trait: { level: expert } }",
        "hot: { all: [ { segment: warm }, { any: [ { carted: { within: 3d } }, { segment: looking } ] } ] }",
        "hot/again: { all: [ { segment: torn }, { not: { ordered: { within: 30d } } } ] }");

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void What_is_remembered_of_a_judgement_changes_no_answer(int seed)
    {
        var (random, profile, now) = (new Random(seed), KnownFor(100 + 20 * seed), Start);
        for (var i = 0; i < 300; i++)
        {
            now += random.NextDouble() * random.NextDouble() * TimeSpan.FromDays(6);
            // Now and then something is told late: then a moment is asked for that lies before the last one.
            var at = random.Next(8) == 0 ? now.AddDays(-random.Next(1, 20)) : now;
            profile = After(profile, Shop, Made(random, at) with { Id = $"{i}" });
            var asked = random.Next(4) == 0 ? now.AddDays(random.Next(-10, 40)) : now;
            var state = Shop.Segments.Evaluate(profile, ShopState.Default, asked);
            var anew = ProfileJson.Read(ProfileJson.Write(profile));
            Assert.Equal(Shop.Segments.Evaluate(anew, ShopState.Default, asked), state);
            Assert.Equal(Shop.Segments.NextChange(ProfileJson.Read(ProfileJson.Write(profile)), ShopState.Default, asked, state), Shop.Segments.NextChange(profile, ShopState.Default, asked, state));
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void What_is_remembered_changes_no_hop_and_no_membership_whichever_state_it_was_remembered_of(int seed)
    {
        var (random, older, profile, now) = (new Random(seed), KnownFor(300), KnownFor(300), Start);
        for (var i = 0; i < 200; i++)
        {
            now += random.NextDouble() * TimeSpan.FromDays(4);
            var happened = Made(random, now) with { Id = $"{i}" };
            // Now and then what was made of an older state is thrown away, as after a write that came too late.
            var from = random.Next(5) == 0 ? older : profile;
            var anew = ProfileJson.Read(ProfileJson.Write(from));
            older = profile;
            profile = After(from, Shop, happened);
            Assert.Equal(Encoding.UTF8.GetString(ProfileJson.Write(After(anew, Shop, happened))), Encoding.UTF8.GetString(ProfileJson.Write(profile)));
        }
        Assert.NotEmpty(profile.Hops);
    }

    [Fact]
    public void Of_more_segments_than_a_word_has_bits_each_is_judged_when_its_reasons_change()
    {
        var many = Playbook([.. Enumerable.Range(0, 150).Select(i => $"bought-{i}: {{ ordered: {{ product: p{i}, within: 30d }} }}"), "any: { segment: bought-149 }"]);
        var profile = KnownFor(300);
        for (var i = 0; i < 150; i += 7)
        {
            profile = After(profile, many, Event(EventKinds.OrderPlaced, Start.AddMinutes(i), new EventData { OrderId = $"{i}", Lines = [new ProductLine { ProductId = $"p{i}" }] }));
            Assert.Equal(i / 7 + 1, profile.Memberships.Length);
        }
        profile = After(profile, many, Event(EventKinds.OrderPlaced, Start.AddDays(1), new EventData { OrderId = "last", Lines = [new ProductLine { ProductId = "p149" }] }));
        Assert.True(profile.IsIn("bought-149") && profile.IsIn("any"));
        Assert.Equal(["any", "bought-149"], In(profile, many, Start.AddDays(30.5)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_older_state_of_a_profile_is_judged_as_it_was_although_a_newer_one_was_judged_since()
    {
        var before = After(KnownFor(300), Shop, Event(EventKinds.ProductViewed, Start, Looking("bikes")));
        var was = In(before, Shop, Start.AddDays(2));
        After(before, Shop, Event(EventKinds.ProductViewed, Start.AddHours(1), Looking("bikes")), Event(EventKinds.OrderPlaced, Start.AddHours(2), new EventData { OrderId = "1", Value = 500 }));
        Assert.Equal(was, In(before, Shop, Start.AddDays(2)));
        Assert.NotEqual(was, In(before, Shop, Start.AddDays(20)));
        Assert.Equal(was, In(before, Shop, Start.AddDays(2)));
    }

    private static CustomerEvent Made(Random random, DateTimeOffset at) => random.Next(10) switch
    {
        < 3 => Event(EventKinds.ProductViewed, at, Looking(random.Next(2) == 0 ? "bikes" : "helmets")),
        3 => Event(EventKinds.EmailDelivered, at, new EventData { MessageId = $"{random.Next(9)}" }),
        4 => Event(EventKinds.EmailOpened, at, new EventData { MessageId = $"{random.Next(9)}" }),
        5 => Event(EventKinds.EmailClicked, at, new EventData { MessageId = $"{random.Next(9)}", Url = $"https://shop.example/{random.Next(9)}" }),
        6 => Event(EventKinds.CartUpdated, at, new EventData { CartId = $"{random.Next(3)}", Lines = [new ProductLine { ProductId = "1", Category = "bikes" }] }),
        7 => Event(EventKinds.OrderPlaced, at, new EventData { OrderId = $"{random.Next(99)}", Value = random.Next(200), Currency = "GBP" }),
        8 => Event(EventKinds.AnswerGiven, at, new EventData { Question = "size", Answers = [random.Next(2) == 0 ? "small" : "large"] }),
        _ => Event(EventKinds.CustomerUpdated, at, new EventData { Traits = ImmutableDictionary<string, string>.Empty.Add("level", random.Next(2) == 0 ? "expert" : "beginner") }),
    };
}
