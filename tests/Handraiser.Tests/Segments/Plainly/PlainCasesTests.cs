using System.Collections.Immutable;
using Handraiser.Events;
using Xunit;
using static Handraiser.Tests.Segments.Customers;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>What conditions mean, by example: the plain reading is itself held to these.</summary>
public sealed class PlainCasesTests
{
    [Fact]
    public void What_happened_exactly_seven_days_ago_is_out_of_seven_days()
    {
        var look = Event(EventKinds.ProductViewed, Start, Looking("bikes"));

        Assert.True(Is("viewed: { within: 7d }", Start.AddDays(7).AddMilliseconds(-1), look));
        Assert.False(Is("viewed: { within: 7d }", Start.AddDays(7), look));
        Assert.True(Is("viewed: { atLeast: 1 }", Start.AddDays(7000), look));
    }

    [Fact]
    public void A_silence_ends_with_what_customers_do_and_not_with_what_is_done_to_them()
    {
        Assert.True(Is("silentFor: 7d", Start.AddDays(7), Event(EventKinds.ProductViewed, Start)));
        Assert.False(Is("silentFor: 7d", Start.AddDays(7), Event(EventKinds.ProductViewed, Start.AddMilliseconds(1))));
        Assert.True(Is("silentFor: 7d", Start.AddDays(7), Event(EventKinds.EmailDelivered, Start.AddDays(6))));
    }

    [Fact]
    public void A_category_holds_what_lies_below_it_and_not_what_only_begins_like_it()
    {
        Assert.True(Is("viewed: { category: bikes }", Start, Event(EventKinds.ProductViewed, Start, Looking("bikes/road"))));
        Assert.False(Is("viewed: { category: bikes/road }", Start, Event(EventKinds.ProductViewed, Start, Looking("bikes"))));
        Assert.False(Is("viewed: { category: bikes }", Start, Event(EventKinds.ProductViewed, Start, Looking("bikesandmore"))));
    }

    [Fact]
    public void Category_and_brand_are_asked_of_one_and_the_same_thing()
    {
        var cart = Event(EventKinds.CartUpdated, Start, new EventData { Lines = [Thing("bikes", "acme"), Thing("helmets", "best")] });

        Assert.True(Is("carted: { category: bikes, brand: acme }", Start, cart));
        Assert.False(Is("carted: { category: bikes, brand: best }", Start, cart));
    }

    [Fact]
    public void One_cart_counts_once_for_each_category_in_it()
    {
        var cart = Event(EventKinds.CartUpdated, Start, new EventData { Lines = [Thing("bikes", "acme"), Thing("bikes", "best"), Thing("helmets", "best")] });
        var look = Event(EventKinds.CartUpdated, Start.AddHours(1), new EventData { Lines = [Thing("helmets", "acme")] });

        Assert.False(Is("carted: { sameCategory: 2 }", Start, cart));
        Assert.True(Is("carted: { sameCategory: 2 }", Start.AddHours(1), cart, look));
    }

    [Fact]
    public void An_order_told_twice_is_one_and_a_cancelled_one_is_no_purchase()
    {
        CustomerEvent Order(string id, int days) => Event(EventKinds.OrderPlaced, Start.AddDays(days), new EventData { OrderId = id, Value = 60 });
        var cancelled = Event(EventKinds.OrderCancelled, Start.AddDays(9), new EventData { OrderId = "b" });
        var refunded = Event(EventKinds.OrderRefunded, Start.AddDays(9), new EventData { OrderId = "a", Value = 10 });

        Assert.False(Is("ordered: { atLeast: 2 }", Start.AddDays(9), Order("a", 0), Order("a", 1)));
        Assert.True(Is("buysEvery: { atLeast: 8d, under: 9d, orders: 2 }", Start.AddDays(9), Order("a", 0), Order("b", 8)));
        Assert.False(Is("buysEvery: { atLeast: 8d, orders: 2 }", Start.AddDays(9), Order("a", 0), Order("b", 8), cancelled));
        Assert.True(Is("spent: { atLeast: 110 }", Start.AddDays(9), Order("a", 0), Order("b", 8), refunded));
        Assert.False(Is("orderValue: { atLeast: 60 }", Start.AddDays(9), Order("a", 0), Order("b", 8), refunded));
    }

    [Fact]
    public void Points_halve_and_a_number_on_the_very_bound_is_left_undecided()
    {
        var look = Event(EventKinds.ProductViewed, Start);

        Assert.True(Is("score: { atLeast: 1 }", Start.AddDays(13), look));
        Assert.Null(Is("score: { atLeast: 1 }", Start.AddDays(14), look));
        Assert.False(Is("score: { atLeast: 1 }", Start.AddDays(15), look));
    }

    [Fact]
    public void Interest_is_a_share_of_all_interest_and_says_nothing_while_there_is_little()
    {
        CustomerEvent[] looks = [.. Enumerable.Range(0, 4).Select(i => Event(EventKinds.ProductViewed, Start.AddMilliseconds(i), Looking(i == 0 ? "helmets" : "bikes/road")))];

        Assert.True(Is("interest: { in: bikes, share: 70% }", Start.AddHours(1), looks));
        Assert.False(Is("interest: { in: bikes, share: 80% }", Start.AddHours(1), looks));
        Assert.False(Is("interest: { in: bikes, share: 70%, from: 4.1 }", Start.AddHours(1), looks));
        Assert.False(Is("interest: { in: bikes, share: 70% }", Start.AddDays(30), looks));
    }

    [Fact]
    public void The_share_of_opens_is_drawn_towards_that_of_the_list()
    {
        CustomerEvent[] mails = [.. Enumerable.Range(0, 2).Select(i => Event(i == 0 ? EventKinds.EmailDelivered : EventKinds.EmailClicked, Start.AddMinutes(i), new EventData { MessageId = "m" }))];

        // One of one, and five more of which one is opened: a third.
        Assert.True(Is("openShare: { atLeast: 33%, under: 34%, of: 1 }", Start.AddHours(1), mails));
        Assert.False(Is("openShare: { atLeast: 33%, of: 2 }", Start.AddHours(1), mails));
    }

    [Fact]
    public void Of_answers_and_facts_the_latest_counts_in_the_order_of_time_and_not_of_telling()
    {
        CustomerEvent Answer(string answer, int days) => Event(EventKinds.AnswerGiven, Start.AddDays(days), new EventData { Question = "size", Answers = [answer] });
        CustomerEvent Fact(string age, int days) => Event(EventKinds.CustomerUpdated, Start.AddDays(days), new EventData { Traits = ImmutableDictionary<string, string>.Empty.Add("age", age) });

        Assert.True(Is("answered: { size: large }", Start.AddDays(3), Answer("large", 2), Answer("small", 1)));
        Assert.False(Is("answered: { size: small }", Start.AddDays(3), Answer("large", 2), Answer("small", 1)));
        Assert.True(Is("age: { atLeast: 30, under: 31 }, answered: size", Start.AddDays(3), Fact("30", 2), Fact("29", 1), Answer("large", 1)));
    }

    [Fact]
    public void Who_never_bought_lapses_by_silence_and_who_buys_no_more_by_their_own_rhythm()
    {
        const string Lapsed = "willNotBuy: { within: 60d, chance: 90% }, silentFor: 20d";
        CustomerEvent[] weekly = [.. Enumerable.Range(0, 10).Select(i => Event(EventKinds.OrderPlaced, Start.AddDays(7 * i - 63), new EventData { OrderId = $"{i}", Value = 20 }))];

        Assert.False(Is(Lapsed, Start.AddDays(60).AddMilliseconds(-1), Event(EventKinds.ProductViewed, Start)));
        Assert.True(Is(Lapsed, Start.AddDays(60), Event(EventKinds.ProductViewed, Start)));
        Assert.False(Is(Lapsed, Start.AddDays(19), weekly));
        Assert.True(Is(Lapsed, Start.AddDays(300), weekly));
    }

    [Fact]
    public void Law_5_what_assumes_that_we_know_them_and_what_refers_to_it_opens_after_182_days()
    {
        var look = Event(EventKinds.ProductViewed, Start);
        string[] segments = ["warm: { score: { under: 9 } }", "cold: { not: { segment: warm } }", "seen: { knownFor: { atLeast: 1d } }", "seen/warm: { score: { under: 9 }, evenIfNew: true }"];

        Assert.Equal(["seen", "seen/warm"], In(Start.AddDays(182).AddMilliseconds(-1)));
        Assert.Equal(["seen", "seen/warm", "warm"], In(Start.AddDays(182)));
        Assert.Empty(In(Start.AddHours(23)));

        string[] In(DateTimeOffset at)
        {
            var playbook = Playbook(segments);
            var reading = new PlainReading(playbook, new PlainEvents([look]), at);
            return [.. playbook.Segments.Paths.Where(p => reading.IsIn(p) == true).Order(StringComparer.Ordinal)];
        }
    }

    private static bool? Is(string words, DateTimeOffset at, params CustomerEvent[] events) =>
        new PlainReading(Playbook($"asked: {{ {words}, evenIfNew: true }}"), new PlainEvents(events), at).IsIn("asked");

    private static ProductLine Thing(string category, string brand) => new() { ProductId = "1", Category = category, Brand = brand };
}
