using System.Globalization;

namespace Handraiser.LocalHost.Demo;

/// <summary>
/// A day in the life of a bike shop: one campaign to everybody on the list, what they, their mail clients and their scanners do with it,
/// and carts that are left or bought. The same seed gives the same day.
/// </summary>
public sealed class DemoDay
{
    private const double OpenShare = 0.20;
    private const double ClickShareOfOpens = 0.03;
    private const double MachineOpenShare = 0.30;
    private const double ScannerShare = 0.015;
    private const double BounceShare = 0.01;
    private const double CartShare = 0.03;
    private const double CheckoutShareOfCarts = 0.7;
    private const double OrderShareOfCheckouts = 0.5;

    private static readonly string[] Links =
    [
        "https://ridgeway.example/bikes/fell-29", "https://ridgeway.example/bikes/commuter", "https://ridgeway.example/helmets",
        "https://ridgeway.example/spring", "https://ridgeway.example/unsubscribe",
    ];

    private static readonly string[] PeoplesAgents =
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    ];

    private readonly Random random;
    private readonly List<MailEvent> mail = [];
    private readonly List<DemoPost> posts = [];

    private DemoDay(int customers, int seed, DateTimeOffset begins)
    {
        random = new Random(seed);
        Begins = begins;
        Customers = customers;
    }

    /// <summary>When the campaign goes out.</summary>
    public DateTimeOffset Begins { get; }

    /// <summary>How many are on the list.</summary>
    public int Customers { get; }

    /// <summary>Every call of the day, in the order of time, repeats included.</summary>
    public IReadOnlyList<DemoPost> Posts => posts;

    /// <summary>Makes a day.</summary>
    /// <param name="customers">How many are on the list.</param>
    /// <param name="begins">When the campaign goes out.</param>
    /// <param name="seed">The same seed gives the same day.</param>
    public static DemoDay Make(int customers, DateTimeOffset begins, int seed = 54)
    {
        var day = new DemoDay(customers, seed, begins);
        day.SendCampaign();
        day.FillCarts();
        day.posts.AddRange(SendGridBodies.Batches(day.mail));
        day.RepeatSome();
        day.posts.Sort((a, b) => a.At.CompareTo(b.At));
        return day;
    }

    private void SendCampaign()
    {
        var openers = Choose(Customers, OpenShare);
        var clickers = openers.Take((int)Math.Round(openers.Count * ClickShareOfOpens)).ToHashSet();
        var opening = openers.ToHashSet();
        var machines = Choose(Customers, MachineOpenShare).ToHashSet();
        var scanned = Choose(Customers, ScannerShare).Where(c => !clickers.Contains(c)).ToHashSet();
        var bounced = Choose(Customers, BounceShare).Where(c => !opening.Contains(c) && !scanned.Contains(c)).ToHashSet();
        for (var i = 0; i < Customers; i++)
        {
            var sent = Begins.AddSeconds(random.Next(20 * 60));
            Add(i, "processed", sent);
            if (bounced.Contains(i))
            {
                Add(i, "bounce", sent.AddSeconds(3));
                continue;
            }
            var arrived = sent.AddSeconds(random.Next(2, 20));
            Add(i, "delivered", arrived);
            if (machines.Contains(i)) Add(i, "open", arrived.AddSeconds(random.Next(2, 600)), "Mozilla/5.0", "17.58.101.1", machine: true);
            if (scanned.Contains(i)) Scan(i, arrived.AddSeconds(random.Next(20, 60)));
            if (opening.Contains(i)) Read(i, arrived.AddMinutes(random.Next(5, 300)), clickers.Contains(i));
        }
    }

    /// <summary>A person opens, perhaps again, and perhaps follows a link.</summary>
    private void Read(int customer, DateTimeOffset at, bool clicks)
    {
        var agent = PeoplesAgents[random.Next(PeoplesAgents.Length)];
        var ip = string.Create(CultureInfo.InvariantCulture, $"81.2.{random.Next(256)}.{random.Next(256)}");
        Add(customer, "open", at, agent, ip);
        if (random.NextDouble() < 0.15) Add(customer, "open", at.AddMinutes(random.Next(10, 120)), agent, ip);
        if (!clicks) return;
        var clicked = at.AddSeconds(random.Next(15, 90));
        var link = random.Next(2);
        Add(customer, "click", clicked, agent, ip, url: Links[link]);
        if (random.NextDouble() < 0.2) Add(customer, "click", clicked.AddMinutes(4), agent, ip, url: Links[1 - link]);
    }

    /// <summary>A security gateway follows every link within seconds of the delivery.</summary>
    private void Scan(int customer, DateTimeOffset at)
    {
        for (var i = 0; i < Links.Length; i++)
        {
            Add(customer, "click", at.AddSeconds(i / 2), PeoplesAgents[1], "40.94.20.7", url: Links[i]);
        }
    }

    private void FillCarts()
    {
        posts.AddRange(ShopifyBodies.Products(Begins.AddMinutes(-10)));
        foreach (var customer in Choose(Customers, CartShare))
        {
            var at = Begins.AddMinutes(random.Next(30, 8 * 60));
            var token = string.Create(CultureInfo.InvariantCulture, $"c1-{customer:x8}{random.Next():x8}");
            posts.Add(ShopifyBodies.Cart(token, at, customer, lines: 1));
            if (random.NextDouble() < 0.5) posts.Add(ShopifyBodies.Cart(token, at = at.AddMinutes(random.Next(2, 20)), customer, lines: 2));
            if (random.NextDouble() >= CheckoutShareOfCarts) continue;
            posts.Add(ShopifyBodies.Checkout(token, at = at.AddMinutes(random.Next(1, 10)), customer));
            if (random.NextDouble() < OrderShareOfCheckouts) posts.Add(ShopifyBodies.Order(token, at.AddMinutes(random.Next(3, 90)), customer));
        }
    }

    /// <summary>Senders repeat themselves: one call in twenty comes again, word for word, up to two hours later.</summary>
    private void RepeatSome()
    {
        var again = posts.Where(_ => random.NextDouble() < 0.05).Select(p => p with { At = p.At.AddMinutes(random.Next(1, 120)) }).ToList();
        posts.AddRange(again);
    }

    private void Add(int customer, string kind, DateTimeOffset at, string? agent = null, string? ip = null, bool machine = false, string? url = null) =>
        mail.Add(new MailEvent(customer, kind, at, agent, ip, machine, url));

    private List<int> Choose(int from, double share)
    {
        var all = Enumerable.Range(0, from).ToArray();
        random.Shuffle(all);
        return [.. all.Take((int)Math.Round(from * share))];
    }
}

/// <summary>One event of the campaign, before it is written as SendGrid writes it.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Kind">SendGrid's word.</param>
/// <param name="At">When.</param>
/// <param name="Agent">The agent string.</param>
/// <param name="Ip">The network address.</param>
/// <param name="Machine">SendGrid's flag for opens.</param>
/// <param name="Url">The link.</param>
public sealed record MailEvent(int Customer, string Kind, DateTimeOffset At, string? Agent, string? Ip, bool Machine, string? Url);
