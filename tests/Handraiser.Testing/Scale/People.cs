using System.Globalization;
using Handraiser.Events;

namespace Handraiser.Testing.Scale;

/// <summary>What the customers of a measured shop do. Customers are numbered; the same number is the same customer in every shop.</summary>
internal static class People
{
    private const string Agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
    private const int PerPost = 1000;
    private const int AtOnce = 20_000;

    /// <summary>Lets every customer click once, some time in the last six days: then all are in the segment, and each has a moment at which they leave it.</summary>
    public static Task SettleAsync(ScaleShop shop, int customers, Action<string> progress) =>
        TellAsync(shop, customers, n => Click(n, "settled", ScaleShop.Start - TimeSpan.FromMinutes(1 + (n * 7919L) % (6 * 24 * 60))), progress);

    /// <summary>Tells one event of each of so many customers, numbers from 0 on, and lets the application handle all.</summary>
    public static async Task TellAsync(ScaleShop shop, int customers, Func<int, CustomerEvent> happened, Action<string> progress)
    {
        var reader = new QueueReader(shop, oneByOne: true);
        for (var from = 0; from < customers; from += AtOnce)
        {
            foreach (var post in Enumerable.Range(from, Math.Min(AtOnce, customers - from)).Chunk(PerPost)) await shop.Sink.AcceptAsync([.. post.Select(happened)], CancellationToken.None);
            await reader.DrainAsync();
            if (from % (AtOnce * 5) == 0 && from > 0) progress(string.Create(CultureInfo.InvariantCulture, $"  {from:N0} of {customers:N0}"));
        }
    }

    /// <summary>One round of what the active ones do: half opens and clicks, half changed carts.</summary>
    public static CustomerEvent[] Round(int active, int each, int round, DateTimeOffset now) =>
        [.. Enumerable.Range(0, active * each).Select(i => (i % 4) switch
        {
            0 => Click(i % active, $"r{round}-{i}", now.AddSeconds(-30)),
            1 => Of(EventKinds.EmailOpened, i % active, $"r{round}-{i}", now.AddSeconds(-30), Mail(i)),
            _ => Of(EventKinds.CartUpdated, i % active, $"r{round}-{i}", now.AddSeconds(-30), Cart(i)),
        })];

    /// <summary>One event of each of the active ones.</summary>
    public static CustomerEvent[] OneEach(int active, int round, DateTimeOffset now) =>
        [.. Enumerable.Range(0, active).Select(i => Of(EventKinds.EmailOpened, i, $"c{round}-{i}", now.AddSeconds(-30), Mail(i)))];

    public static CustomerEvent Click(int customer, string id, DateTimeOffset at) => Of(EventKinds.EmailClicked, customer, id, at, Mail(customer) with { Url = $"https://ridgeway.example/p/{customer % 300}" });

    public static CustomerEvent Look(int customer, DateTimeOffset at) => Of(EventKinds.ProductViewed, customer, "looked", at, new EventData { Product = new ProductLine { ProductId = "bike" } });

    public static CustomerEvent Visit(int customer, DateTimeOffset at) => Of(EventKinds.StoreVisited, customer, "visited", at, new EventData { Store = "leeds" });

    private static CustomerEvent Of(string kind, int customer, string id, DateTimeOffset at, EventData data) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{id}-{customer}"),
        Kind = kind,
        At = at,
        ReceivedAt = at.AddSeconds(1),
        Customer = new Identifiers { Email = string.Create(CultureInfo.InvariantCulture, $"c{customer}@shop.example") },
        Data = data,
    };

    private static EventData Mail(int n) => new() { Campaign = "spring", MessageId = string.Create(CultureInfo.InvariantCulture, $"m-{n}"), UserAgent = Agent, Ip = $"198.51.100.{n % 250}" };

    private static EventData Cart(int n)
    {
        var cart = string.Create(CultureInfo.InvariantCulture, $"cart-{n % 1000}");
        return new EventData
        {
            CartId = cart, Value = 20, Currency = "GBP", ResumeUrl = $"https://ridgeway.example/cart/{cart}",
            Lines = [new ProductLine { ProductId = $"{n % 300}", Title = "Ski socks", Category = "clothing/socks", Quantity = 2, Price = 10 }],
        };
    }
}
