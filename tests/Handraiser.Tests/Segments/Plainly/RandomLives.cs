using System.Collections.Immutable;
using Handraiser.Events;
using static Handraiser.Tests.Segments.Plainly.Assortment;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>
/// Some weeks or months of one customer, made up: what happened, in the order in which it is told. Some of it is told weeks late, some
/// happens exactly so many days after something else, to the millisecond; orders are told twice, refunded and cancelled, also before the
/// order itself is told.
/// </summary>
internal sealed class RandomLives(Random random)
{
    /// <summary>A profile remembers a bounded number of opens and clicks; so many stay below it.</summary>
    private const int MostSignals = 20;

    private static readonly string[] Kinds =
    [
        EventKinds.EmailDelivered, EventKinds.EmailDelivered, EventKinds.EmailOpened, EventKinds.EmailClicked, EventKinds.EmailReplied, EventKinds.SmsReplied,
        EventKinds.EmailComplained, EventKinds.ProductViewed, EventKinds.ProductViewed, EventKinds.ProductViewed, EventKinds.CategoryViewed,
        EventKinds.ProductsSearched, EventKinds.ProductWished, EventKinds.ProductReviewed, EventKinds.CartUpdated, EventKinds.CartUpdated, EventKinds.OrderPlaced,
        EventKinds.OrderPlaced, EventKinds.OrderPlaced, EventKinds.OrderRefunded, EventKinds.OrderCancelled, EventKinds.StoreVisited,
        EventKinds.AnswerGiven, EventKinds.AnswerGiven, EventKinds.CustomerUpdated, EventKinds.CustomerUpdated, OwnKind,
    ];

    private readonly List<CustomerEvent> told = [];
    private int orders;
    private int signals;

    /// <summary>From five to some forty events.</summary>
    public ImmutableArray<CustomerEvent> Make()
    {
        var now = new DateTimeOffset(2026, 3, 20, 9, 0, 0, TimeSpan.Zero).AddMilliseconds(random.Next());
        for (var count = random.Next(5, 45); told.Count < count;)
        {
            now = Later(now);
            told.Add(random.Next(8) == 0 && Again(now) is { } again ? again : Event(now));
        }
        return [.. told];
    }

    /// <summary>Some while later; now and then exactly some days after something that happened.</summary>
    private DateTimeOffset Later(DateTimeOffset now)
    {
        var days = random.NextDouble() * random.NextDouble() * (random.Next(3) == 0 ? 60 : 8);
        var later = now.AddMilliseconds(20_000 + Math.Floor(days * TimeSpan.MillisecondsPerDay));
        if (told.Count == 0 || random.Next(4) > 0) return later;
        var exactly = Any(told).At.AddDays(Any(Lengths));
        return exactly > later ? exactly : later;
    }

    /// <summary>An order that was told before is told once more, as happening at the same moment or at nearly the same; null while there was none.</summary>
    private CustomerEvent? Again(DateTimeOffset now)
    {
        var placed = told.FindAll(e => e.Kind == EventKinds.OrderPlaced);
        if (placed.Count == 0) return null;
        var one = Any(placed);
        return one with { Id = $"e{told.Count}", At = one.At.AddMilliseconds(random.Next(2) * random.Next(-60_000, 20_000)), ReceivedAt = now };
    }

    private CustomerEvent Event(DateTimeOffset now)
    {
        var at = told.Count > 0 && random.Next(8) == 0 ? now.AddMilliseconds(-random.Next(int.MaxValue)) : now;
        var kind = Any(Kinds);
        if (kind is EventKinds.EmailOpened or EventKinds.EmailClicked && ++signals > MostSignals) kind = EventKinds.ProductViewed;
        return Customers.Event(kind, at, Data(kind)) with { Id = $"e{told.Count}", ReceivedAt = now };
    }

    private EventData Data(string kind) => kind switch
    {
        EventKinds.EmailDelivered or EventKinds.EmailOpened or EventKinds.EmailReplied or EventKinds.EmailComplained => Mail(),
        EventKinds.EmailClicked => Mail() with { Url = $"https://shop.example/{told.Count}", Product = random.Next(2) == 0 ? Line() : null },
        EventKinds.CategoryViewed or EventKinds.ProductsSearched => new EventData { Category = Any(Categories) },
        EventKinds.ProductViewed or EventKinds.ProductWished or EventKinds.ProductReviewed => new EventData { Product = Line(), Category = random.Next(3) == 0 ? Any(Categories) : null },
        EventKinds.StoreVisited => new EventData { Product = Line(), Store = Any(Stores) },
        EventKinds.CartUpdated => Cart() with { CartId = "cart" },
        EventKinds.OrderPlaced => Cart() with { OrderId = $"o{orders++}", Store = random.Next(3) == 0 ? Any(Stores) : null },
        // Of an order that was told, or of one of the next.
        EventKinds.OrderRefunded => new EventData { OrderId = $"o{random.Next(orders + 2)}", Value = random.Next(1, 9), Currency = "GBP", Product = Line() with { Category = Any(Categories) } },
        EventKinds.OrderCancelled => new EventData { OrderId = $"o{random.Next(orders + 2)}" },
        EventKinds.AnswerGiven => new EventData { Question = Any(Questions), Answers = [.. random.GetItems(Answers, random.Next(1, 3)).Distinct()] },
        EventKinds.CustomerUpdated => new EventData { Traits = Facts() },
        _ => EventData.None,
    };

    private EventData Mail() => new() { MessageId = $"m{told.Count % 15}", Campaign = random.Next(2) == 0 ? Any(CampaignNames) : null };

    /// <summary>Up to three things, more often than not of one kind.</summary>
    private EventData Cart()
    {
        var category = Any(Categories);
        return new EventData
        {
            Lines = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(3) == 0 ? Line() : Line() with { Category = category })],
            Product = random.Next(4) == 0 ? Line() : null,
            Value = random.Next(10, 120),
            Currency = "GBP",
        };
    }

    private ProductLine Line() => new()
    {
        ProductId = Any(Products),
        Category = random.Next(5) == 0 ? null : Any(Categories),
        Brand = random.Next(2) == 0 ? Any(Brands) : null,
    };

    /// <summary>Where the customer lives, somewhere around Leeds, and who they are.</summary>
    private ImmutableDictionary<string, string> Facts() => new Dictionary<string, string>
    {
        ["level"] = Any(Levels),
        ["age"] = $"{random.Next(18, 80)}",
        ["sex"] = Any(Sexes),
        ["language"] = Any(Languages),
        ["city"] = Any(Cities),
        ["latitude"] = $"5{random.Next(2, 5)}.{random.Next(1000):000}",
        ["longitude"] = $"-{random.Next(3)}.{random.Next(1000):000}",
    }.Where(_ => random.Next(3) > 0).ToImmutableDictionary();

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
