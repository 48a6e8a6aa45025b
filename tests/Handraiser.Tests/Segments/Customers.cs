using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Tests.Segments;

/// <summary>Customers and playbooks for tests of segments.</summary>
internal static class Customers
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private const string Shop = """
        store: { name: A shop }
        score: { halfLife: 14d, points: { email.clicked: 5, product.viewed: 2, cart.updated: 8 } }
        questions:
          size: { ask: Which size?, answers: { small: Small, large: Large } }
        segments:

        """;

    /// <summary>A playbook with these segments, one a line.</summary>
    public static Playbook Playbook(params string[] segments) =>
        PlaybookLoader.Load(Shop + string.Concat(segments.Select(s => $"  {s}\n"))).OrThrow();

    public static Profile New() => Profile.New(new string('a', Identity.IdLength));

    /// <summary>A customer known for so many days before the start.</summary>
    public static Profile KnownFor(int days) => New() with { FirstFact = Start.AddDays(-days) };

    public static CustomerEvent Event(string kind, DateTimeOffset at, EventData? data = null) => new()
    {
        Id = $"{kind}-{at.UtcTicks}",
        Kind = kind,
        At = at,
        ReceivedAt = at,
        Customer = new Identifiers { Email = "jo@example.com" },
        Data = data ?? EventData.None,
    };

    /// <summary>All hops that followed, in their order.</summary>
    public static IEnumerable<Hop> Hops(this Reaction reaction) => reaction.Effects.OfType<Hopped>().SelectMany(e => e.Hops);

    public static EventData Looking(string category) => new() { Product = new ProductLine { ProductId = "1", Category = category } };

    public static string[] In(Profile profile, Playbook playbook, DateTimeOffset now)
    {
        var state = playbook.Segments.Evaluate(profile, ShopState.Default, now);
        return [.. playbook.Segments.Paths.Where((_, i) => state.In[i])];
    }

    public static Profile After(Profile profile, Playbook playbook, params CustomerEvent[] events)
    {
        foreach (var happened in events) profile = Engine.React(profile, [happened], playbook, ShopState.Default, happened.At).Profile;
        return profile;
    }
}
