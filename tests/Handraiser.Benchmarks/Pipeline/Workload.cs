using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>
/// The workload that a peer was measured on: 2,000 customers at random, half of the events opens and clicks, half changed carts, and half
/// of those known by the token of the cart alone. All of them happened within the minute before they are posted.
/// </summary>
internal sealed class Workload(int customers, string name)
{
    /// <summary>One segment and one play, as the peer had.</summary>
    public const string Playbook = """
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP, url: https://ridgeway.example, address: "1 High Street, Leeds" }
        segments:
          raised-hand: { clicked: { within: 7d } }
        plays:
          cart-left:
            on: cart.updated
            wait: 4h
            unless: [ order.placed, cart.emptied ]
            send: { email: cart-left }
            again: 7d
        """;

    /// <summary>The segment of the playbook.</summary>
    public const string Segment = "raised-hand";

    private const string Agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

    private readonly Random random = new(54);
    private int told;

    /// <summary>The address of a customer.</summary>
    public string Email(int customer) => string.Create(CultureInfo.InvariantCulture, $"{name}{customer}@shop.example");

    /// <summary>Bodies of so many events each, until all are told.</summary>
    public List<byte[]> Bodies(int events, int perBody)
    {
        var begun = DateTimeOffset.UtcNow.AddMinutes(-1);
        var bodies = new List<byte[]>();
        for (var done = 0; done < events; done += perBody)
        {
            bodies.Add(Body(Math.Min(perBody, events - done), text => Event(text, random.Next(customers), begun.AddMinutes(done / (double)events))));
        }
        return bodies;
    }

    /// <summary>Bodies in which every customer tells one event, of a cart known by its address.</summary>
    public List<byte[]> OneEach(int perBody)
    {
        var at = DateTimeOffset.UtcNow.AddSeconds(-5);
        var next = 0;
        var bodies = new List<byte[]>();
        while (next < customers) bodies.Add(Body(Math.Min(perBody, customers - next), text => Cart(text, next++, at, named: true)));
        return bodies;
    }

    /// <summary>One click of one customer.</summary>
    public byte[] Click(int customer) => Body(1, text => Mail(text, "email.clicked", customer, DateTimeOffset.UtcNow));

    private static byte[] Body(int events, Action<StringBuilder> write)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < events; i++)
        {
            if (i > 0) text.Append(',');
            write(text);
        }
        return Encoding.UTF8.GetBytes(text.Append(']').ToString());
    }

    private void Event(StringBuilder text, int customer, DateTimeOffset at)
    {
        switch (random.Next(20))
        {
            case < 7: Mail(text, "email.opened", customer, at); break;
            case < 10: Mail(text, "email.clicked", customer, at); break;
            case < 15: Cart(text, customer, at, named: true); break;
            default: Cart(text, customer, at, named: false); break;
        }
    }

    private void Mail(StringBuilder text, string kind, int customer, DateTimeOffset at)
    {
        var id = ++told;
        text.Append(JsonSerializer.Serialize(new
        {
            id = $"{name}-{id}",
            type = kind,
            at,
            customer = new { email = Email(customer) },
            data = new { campaign = "spring", message = $"m-{id}", agent = Agent, ip = $"198.51.100.{customer % 250}", url = kind == "email.clicked" ? $"https://ridgeway.example/p/{id % 300}" : null },
        }));
    }

    private void Cart(StringBuilder text, int customer, DateTimeOffset at, bool named)
    {
        var id = ++told;
        var cart = $"{name}-c{customer}";
        var line = new { id = $"{id % 300}", title = "Ski socks", category = "clothing/socks", quantity = 2, price = 10.0, url = $"https://ridgeway.example/p/{id % 300}" };
        text.Append(JsonSerializer.Serialize(new
        {
            id = $"{name}-{id}",
            type = "cart.updated",
            at,
            customer = new { email = named ? Email(customer) : null, cart },
            data = new { cartId = cart, lines = new[] { line }, value = 20.0, currency = "GBP", resumeUrl = $"https://ridgeway.example/cart/{cart}" },
        }));
    }
}
