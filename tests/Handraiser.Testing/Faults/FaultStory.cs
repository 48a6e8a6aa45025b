using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Testing.Faults;

/// <summary>
/// What happens in the shop: a few people, known by an address, a phone number, carts and a browser, none of which is shared; events about
/// them in any order, told once or twice, at once or days late; some leave the list, one may ask to be forgotten.
/// </summary>
internal sealed class FaultStory(FaultWorld world, TimeSpan span)
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0";

    private readonly Random random = world.Random;
    private readonly HashSet<string> left = [];
    private int told;

    /// <summary>Plans everything.</summary>
    public void Plan()
    {
        var people = random.Next(2, 6);
        var start = world.Time.Now;
        world.Time.Start(() => world.Teller.ImportAsync(FaultPlaybooks.Pool, [.. Enumerable.Range(0, FaultPlaybooks.Codes).Select(i => $"THANKS-{i}")]));
        for (var posts = random.Next(6, 18); posts > 0; posts--)
        {
            // Bursts, not an even stream: what meets in the same second shows most.
            var at = start + span * Math.Floor(random.NextDouble() * 12) / 12 + TimeSpan.FromSeconds(random.Next(random.Next(2) == 0 ? 20 : 6000));
            world.Time.At(at, () => Post(people));
        }
        if (random.Next(4) == 0) world.Time.At(start + span * random.NextDouble(), () => Forget(random.Next(people)));
        for (var restarts = random.Next(3); restarts > 0; restarts--) world.Time.At(start + span * random.NextDouble(), Restart);
    }

    private void Post(int people)
    {
        var events = new CustomerEvent[random.Next(1, 7)];
        for (var i = 0; i < events.Length; i++) events[i] = Next(random.Next(people));
        events = [.. events.Where(e => e.Customer.Email is not { } email || !world.Ledger.Erased.ContainsKey(email))];
        if (events.Length == 0) return;
        world.Time.Start(() => world.Teller.TellAsync(events));
        if (random.Next(5) == 0) world.Time.At(world.Time.Now + TimeSpan.FromSeconds(Math.Pow(10, random.NextDouble() * 5)), () => world.Time.Start(() => world.Teller.TellAsync([.. events.OrderBy(_ => random.Next())])));
    }

    private CustomerEvent Next(int person)
    {
        var email = $"p{person}@shop.example";
        var cart = $"cart-{person}-{random.Next(2)}";
        var at = world.Time.Now - (random.Next(4) == 0 ? TimeSpan.FromHours(random.NextDouble() * 40) : TimeSpan.FromSeconds(random.Next(60)));
        var known = new Identifiers { Email = email };
        return random.Next(20) switch
        {
            0 => Event(EventKinds.CustomerKnown, known with { Phone = PhoneOf(person) }, at),
            1 => Event(EventKinds.CustomerUpdated, new Identifiers { Phone = PhoneOf(person) }, at),
            2 or 3 => Event(EventKinds.CartUpdated, new Identifiers { Cart = cart }, at, CartOf(cart)),
            4 or 5 => Event(EventKinds.CartUpdated, known with { Cart = cart }, at, CartOf(cart)),
            6 => Event(EventKinds.OrderPlaced, known, at, CartOf(cart) with { OrderId = $"o{told}" }),
            7 => Event(EventKinds.ProductViewed, new Identifiers { AnonymousId = $"browser-{person}" }, at, new EventData { Category = "mountain-bikes" }),
            8 => Event(EventKinds.ProductViewed, known with { AnonymousId = $"browser-{person}" }, at, new EventData { Category = "mountain-bikes" }),
            9 or 10 => Event(EventKinds.EmailOpened, known, at, Mail(person)),
            11 or 12 => Event(EventKinds.EmailClicked, known, at, Mail(person) with { Url = "https://shop.example/bikes" }),
            13 => Event(EventKinds.EmailDelivered, known, at, Mail(person)),
            14 when random.Next(4) == 0 && left.Add(email) => Event(EventKinds.EmailUnsubscribed, known, at, Mail(person)),
            15 or 16 => Says(known, Channels.Sms, random.Next(4) > 0, at),
            17 when random.Next(2) == 0 => Says(known, Channels.Email, random.Next(2) == 0, at),
            17 when left.Contains(email) => Event(EventKinds.EmailResubscribed, known, at),
            18 => Event(EventKinds.CustomerKnown, known with { Phone = PhoneOf(person) }, at),
            _ => Event(EventKinds.StoreVisited, known, at, new EventData { Store = "leeds", Extra = Large() }),
        };
    }

    private CustomerEvent Says(Identifiers who, string channel, bool yes, DateTimeOffset at) => Event(EventKinds.ConsentChanged, who, at, new EventData { Channel = channel, Granted = yes });

    private CustomerEvent Event(string kind, Identifiers who, DateTimeOffset at, EventData? data = null) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"e{++told}"),
        Kind = kind,
        At = at,
        ReceivedAt = world.Time.Now,
        Customer = who,
        Data = data ?? EventData.None,
    };

    private void Forget(int person)
    {
        var email = $"p{person}@shop.example";
        world.Ledger.Erased[email] = world.Time.Now;
        world.Trace.Note($"{email} asks to be forgotten");
        world.Time.Start(() => world.Teller.EraseAsync(email, world.Time.Now));
    }

    private void Restart()
    {
        if (!world.Adversary.IsAtWork || world.AnyProcess() is not { } process) return;
        world.Trace.Note($"{process.Name} is restarted");
        if (random.Next(2) == 0) world.Kill(process);
        else world.Time.Start(() => EndAsync(process));
    }

    /// <summary>An orderly end, as far as storage lets it.</summary>
    private async Task EndAsync(Process process)
    {
        try
        {
            await process.StopAsync();
        }
        catch (Exception e)
        {
            world.Trace.Note($"{process.Name} fails at its end: {e.GetType().Name} {e.Message}");
        }
        world.Kill(process);
    }

    /// <summary>Now and then an event that is too large for a message.</summary>
    private ImmutableDictionary<string, string>? Large()
    {
        if (random.Next(12) > 0) return null;
        var bytes = new byte[40_000];
        random.NextBytes(bytes);
        return ImmutableDictionary<string, string>.Empty.Add("note", Convert.ToBase64String(bytes));
    }

    private EventData Mail(int person) => new() { MessageId = $"news-{person}-{random.Next(4)}", UserAgent = Browser, Ip = $"203.0.113.{random.Next(250)}" };

    private static EventData CartOf(string cart) => new() { CartId = cart, Value = FaultPlaybooks.CartWorth, Lines = [new ProductLine { ProductId = "p-1", Title = "Helmet", Category = "helmets" }] };

    private static string PhoneOf(int person) => string.Create(CultureInfo.InvariantCulture, $"+4477009001{person:00}");
}
