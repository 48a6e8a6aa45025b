using Handraiser.Events;

namespace Handraiser.Benchmarks;

/// <summary>Events as a busy shop sees them, the same on every run: mails and their opens, looks, carts, orders.</summary>
internal sealed class Traffic(DateTimeOffset start, int customers)
{
    public static readonly string[] Categories = ["mountain-bikes", "mountain-bikes/hardtail", "road-bikes", "helmets", "tools", "clothing/women", "clothing/men", "kids"];

    private readonly Random random = new(1);
    private DateTimeOffset at = start;
    private int count;

    public (int Customer, CustomerEvent Event)[] Next(int events, TimeSpan over)
    {
        var step = over / events;
        var traffic = new (int, CustomerEvent)[events];
        for (var i = 0; i < events; i++)
        {
            at += step;
            var customer = random.Next(customers);
            traffic[i] = (customer, Event(customer));
        }
        return traffic;
    }

    private CustomerEvent Event(int customer)
    {
        var (kind, data) = random.Next(100) switch
        {
            < 25 => (EventKinds.EmailDelivered, Mail()),
            < 40 => (EventKinds.EmailOpened, Mail()),
            < 44 => (EventKinds.EmailClicked, Mail() with { Url = "https://shop.example/p/1" }),
            < 80 => (EventKinds.ProductViewed, new EventData { Product = Product() }),
            < 88 => (EventKinds.PageViewed, new EventData { Url = "https://shop.example/about" }),
            < 92 => (EventKinds.ProductsSearched, new EventData { Query = "gloves" }),
            < 97 => (EventKinds.CartUpdated, new EventData { CartId = $"cart-{customer}", Lines = [Product()], Value = 50, Currency = "GBP" }),
            < 99 => (EventKinds.OrderPlaced, new EventData { OrderId = $"order-{count}", CartId = $"cart-{customer}", Lines = [Product()], Value = random.Next(20, 300), Currency = "GBP" }),
            _ => (EventKinds.StoreVisited, new EventData { Store = "leeds" }),
        };
        return new CustomerEvent { Id = $"benchmark-{count++}", Kind = kind, At = at, ReceivedAt = at, Customer = new Identifiers { Id = $"{customer}" }, Data = data };
    }

    private EventData Mail() => new() { Campaign = "spring", MessageId = $"message-{count / 4}", Ip = "192.0.2.1", UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" };

    private ProductLine Product() => new() { ProductId = $"{random.Next(500)}", Category = Categories[random.Next(Categories.Length)], Brand = "acme", Price = 50 };
}
