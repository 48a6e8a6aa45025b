using Handraiser.Events;

namespace Handraiser.Benchmarks;

/// <summary>
/// Events as a shop sees them, the same on every run. Each customer's life goes its own way: a mail arrives, often it is opened hours later,
/// sometimes clicked; now and then there is a visit of some minutes, with looks, a search, a cart or an order. About 100 events a year each.
/// </summary>
internal sealed class Traffic
{
    public static readonly string[] Categories = ["mountain-bikes", "mountain-bikes/hardtail", "road-bikes", "helmets", "tools", "clothing/women", "clothing/men", "kids"];

    private readonly PriorityQueue<(int Customer, IEnumerator<CustomerEvent> Life), (DateTimeOffset, int)> next = new();

    public Traffic(DateTimeOffset start, int customers)
    {
        for (var i = 0; i < customers; i++) GoOn(i, Life(i, start).GetEnumerator());
    }

    /// <summary>The next events of all customers, in the order in which they happen.</summary>
    public (int Customer, CustomerEvent Event)[] Next(int events)
    {
        var traffic = new (int, CustomerEvent)[events];
        for (var i = 0; i < events; i++)
        {
            var (customer, life) = next.Dequeue();
            traffic[i] = (customer, life.Current);
            GoOn(customer, life);
        }
        return traffic;
    }

    private void GoOn(int customer, IEnumerator<CustomerEvent> life)
    {
        life.MoveNext();
        next.Enqueue((customer, life), (life.Current.At, customer));
    }

    private static IEnumerable<CustomerEvent> Life(int customer, DateTimeOffset at)
    {
        var random = new Random(customer);
        for (var count = 0; ; count++)
        {
            at += random.NextDouble() * TimeSpan.FromDays(21);
            var occasion = random.Next(34) switch { < 25 => Mail(customer, count, at, random), < 33 => Visit(customer, count, at, random), _ => [Event(customer, count, 0, EventKinds.StoreVisited, at, new EventData { Store = "leeds" })] };
            foreach (var happened in occasion)
            {
                at = happened.At;
                yield return happened;
            }
        }
    }

    private static IEnumerable<CustomerEvent> Mail(int customer, int count, DateTimeOffset at, Random random)
    {
        var mail = new EventData { Campaign = "spring", MessageId = $"message-{customer}-{count}", Ip = "192.0.2.1", UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" };
        yield return Event(customer, count, 0, EventKinds.EmailDelivered, at, mail);
        if (random.Next(10) >= 6) yield break;
        at += TimeSpan.FromMinutes(random.Next(5, 600));
        yield return Event(customer, count, 1, EventKinds.EmailOpened, at, mail);
        if (random.Next(4) == 0) yield return Event(customer, count, 2, EventKinds.EmailClicked, at.AddSeconds(random.Next(5, 60)), mail with { Url = "https://shop.example/p/1" });
    }

    private static IEnumerable<CustomerEvent> Visit(int customer, int count, DateTimeOffset at, Random random)
    {
        var looks = random.Next(3, 12);
        for (var i = 0; i < looks; i++)
        {
            at += TimeSpan.FromSeconds(random.Next(10, 120));
            var (kind, data) = random.Next(100) switch
            {
                < 65 => (EventKinds.ProductViewed, new EventData { Product = Product(random) }),
                < 80 => (EventKinds.PageViewed, new EventData { Url = "https://shop.example/about" }),
                < 87 => (EventKinds.ProductsSearched, new EventData { Query = "gloves" }),
                < 96 => (EventKinds.CartUpdated, new EventData { CartId = $"cart-{customer}-{count}", Lines = [Product(random)], Value = 50, Currency = "GBP" }),
                _ => (EventKinds.OrderPlaced, new EventData { OrderId = $"order-{customer}-{count}-{i}", CartId = $"cart-{customer}-{count}", Lines = [Product(random)], Value = random.Next(20, 300), Currency = "GBP" }),
            };
            yield return Event(customer, count, i, kind, at, data);
        }
    }

    private static CustomerEvent Event(int customer, int occasion, int place, string kind, DateTimeOffset at, EventData data) =>
        new() { Id = $"benchmark-{customer}-{occasion}-{place}", Kind = kind, At = at, ReceivedAt = at, Customer = new Identifiers { Email = $"customer{customer}@mail.example" }, Data = data };

    private static ProductLine Product(Random random) => new() { ProductId = $"{random.Next(500)}", Category = Categories[random.Next(Categories.Length)], Brand = "acme", Price = 50 };
}
