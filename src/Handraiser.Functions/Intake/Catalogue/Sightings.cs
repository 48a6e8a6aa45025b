using System.Collections.Concurrent;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>How an event names what it is about.</summary>
public enum SightingKind
{
    /// <summary>By the shop's product id.</summary>
    Product,
    /// <summary>By the id of a variant.</summary>
    Variant,
    /// <summary>By a link.</summary>
    Link,
}

/// <summary>A product or link that events name and the catalogue does not know.</summary>
/// <param name="Kind">How it is named.</param>
/// <param name="Name">The id; a link as host and path, without anything that might be personal.</param>
/// <param name="Times">About how many events named it.</param>
/// <param name="LastSeen">When such an event was last processed, UTC.</param>
public sealed record Sighting(SightingKind Kind, string Name, long Times, DateTimeOffset LastSeen);

/// <summary>
/// What this instance saw in events since the last flush: names that the catalogue does not know, and products that events describe. It
/// costs no call; both are bounded, and what is too much is left out.
/// </summary>
public sealed class Sightings(TimeProvider clock)
{
    private const int MostNames = 1_000;
    private const int MostTaught = 50_000;
    private const int LongestName = 200;

    private readonly ConcurrentDictionary<(SightingKind Kind, string Name), (long Times, DateTimeOffset LastSeen)> unknown = new();
    private readonly ConcurrentDictionary<string, Product> described = new();
    private readonly ConcurrentDictionary<string, bool> taught = new();

    /// <summary>Notes what a line of a cart or order is about, and that the catalogue did not know it.</summary>
    public void NoteUnknown(ProductLine line)
    {
        if (line.ProductId is { } product) Note(SightingKind.Product, product);
        else if (line.VariantId is { } variant) Note(SightingKind.Variant, variant);
        else if (line.Url is { } url) NoteUnknown(url);
    }

    /// <summary>Notes a link that leads to no product and no category that is known.</summary>
    public void NoteUnknown(string url)
    {
        if (ProductLinks.Plain(url) is { } plain) Note(SightingKind.Link, WithoutSecrets(plain));
    }

    /// <summary>
    /// Notes what an event tells of a product, without price and stock, which change. What pages of the site tell does not count: anybody could post it.
    /// </summary>
    public void NoteDescribed(ProductLine line, string? source)
    {
        if (line is not { ProductId: { Length: > 0 and <= LongestName } id, Category: not null } || source == Site.SiteDoor.Name) return;
        if (taught.Count >= MostTaught || described.Count >= MostNames || !taught.TryAdd(id, true)) return;
        described[id] = new Product { Id = id, Title = line.Title, Category = line.Category, Brand = line.Brand, Image = line.Image, Url = line.Url };
    }

    /// <summary>Takes out everything that was noted.</summary>
    public (IReadOnlyList<Sighting> Unknown, IReadOnlyList<Product> Described) Take()
    {
        var names = new List<Sighting>();
        foreach (var key in unknown.Keys)
        {
            if (unknown.TryRemove(key, out var seen)) names.Add(new Sighting(key.Kind, key.Name, seen.Times, seen.LastSeen));
        }
        var products = new List<Product>();
        foreach (var id in described.Keys)
        {
            if (described.TryRemove(id, out var product)) products.Add(product);
        }
        return (names, products);
    }

    /// <summary>Puts back what could not be written, to be taken out the next time.</summary>
    public void PutBack(IReadOnlyList<Sighting> names, IReadOnlyList<Product> products)
    {
        foreach (var one in names) Add((one.Kind, one.Name), one.Times, one.LastSeen);
        foreach (var product in products) described.TryAdd(product.Id, product);
    }

    /// <summary>Whether there is anything to flush.</summary>
    public bool IsEmpty => unknown.IsEmpty && described.IsEmpty;

    // An address is no product's id, whatever a shop may send.
    private void Note(SightingKind kind, string name)
    {
        if (name.Length is > 0 and <= LongestName && !name.Contains('@', StringComparison.Ordinal)) Add((kind, name), 1, clock.GetUtcNow());
    }

    private void Add((SightingKind Kind, string Name) key, long times, DateTimeOffset at)
    {
        if (unknown.Count >= MostNames && !unknown.ContainsKey(key)) return;
        unknown.AddOrUpdate(key, (times, at), (_, seen) => (seen.Times + times, seen.LastSeen > at ? seen.LastSeen : at));
    }

    private static string WithoutSecrets(string link) => string.Join('/', link.Split('/').Select(p => LooksSecret(p) ? "*" : p));

    /// <summary>Keys of people's own pages and addresses: 16 letters and digits in a row with a digit among them, a GUID, anything with an @.</summary>
    private static bool LooksSecret(string part)
    {
        if (Guid.TryParse(part, out _) || part.Contains('@', StringComparison.Ordinal) || part.Contains("%40", StringComparison.Ordinal)) return true;
        var (run, digit) = (0, false);
        foreach (var letter in part)
        {
            (run, digit) = char.IsAsciiLetterOrDigit(letter) || letter == '_' ? (run + 1, digit || char.IsAsciiDigit(letter)) : (0, false);
            if (run >= 16 && digit) return true;
        }
        return false;
    }
}
