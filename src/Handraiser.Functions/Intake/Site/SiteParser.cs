using System.Collections.Immutable;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Profiles;

namespace Handraiser.Functions.Intake.Site;

/// <summary>
/// Reads what <c>handraiser.js</c> posts. Nothing in it is trusted: names and links that are wrong are refused with their field, texts that
/// are too long are cut, times are held within a day.
/// </summary>
public static class SiteParser
{
    private const int MostEvents = 50;
    private const int MostLines = 50;
    private const double LongestLook = 3600;
    private static readonly TimeSpan LongestAgo = TimeSpan.FromDays(1);

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="MalformedException">A field is missing or wrong.</exception>
    public static SitePost Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = Json.Document(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new MalformedException("body", "an object is expected");
            return new SitePost(SiteFields.Name(root, "id", "", 8, 64), root.Text("token"), Events(root));
        }
        catch (InvalidOperationException)
        {
            throw new MalformedException("body", "the text is not Unicode");
        }
    }

    private static ImmutableArray<SiteEvent> Events(JsonElement root)
    {
        var told = root.Part("events");
        if (told.ValueKind != JsonValueKind.Array || told.GetArrayLength() is 0 or > MostEvents) throw new MalformedException("events", $"a list of 1 to {MostEvents} events is expected");
        return [.. told.EnumerateArray().Select((one, i) => Event(one, $"events[{i}]"))];
    }

    private static SiteEvent Event(JsonElement one, string place)
    {
        if (one.ValueKind != JsonValueKind.Object) throw new MalformedException(place, "an event is an object");
        var id = SiteFields.Name(one, "id", place, 1, 40);
        var ago = TimeSpan.FromMilliseconds(SiteFields.Number(one, "ago", place, LongestAgo.TotalMilliseconds) ?? 0);
        var (kind, cart, data) = Content(one, place);
        return new SiteEvent(id, kind, ago, cart, data);
    }

    private static (string Kind, string? Cart, EventData Data) Content(JsonElement one, string place)
    {
        var seen = new EventData { Url = SiteFields.Link(one, "url", place), Seconds = SiteFields.Number(one, "seconds", place, LongestLook) };
        return one.Text("type") switch
        {
            EventKinds.PageViewed => (EventKinds.PageViewed, null, seen),
            EventKinds.ProductViewed => (EventKinds.ProductViewed, null, seen with { Product = Product(one.Part("product"), $"{place}.product"), Currency = SiteFields.Currency(one.Part("product"), $"{place}.product") }),
            EventKinds.CategoryViewed => (EventKinds.CategoryViewed, null, seen with { Category = Category(one) ?? throw new MalformedException($"{place}.category", "a text is expected") }),
            EventKinds.ProductsSearched => (EventKinds.ProductsSearched, null, seen with { Query = SiteFields.Cut(one, "query", 200) ?? throw new MalformedException($"{place}.query", "a text is expected") }),
            EventKinds.CartUpdated => Cart(one.Part("cart"), $"{place}.cart"),
            EventKinds.ConsentChanged => (EventKinds.ConsentChanged, null, new EventData { Channel = Channels.Tracking, Granted = one.Truth("granted") ?? throw new MalformedException($"{place}.granted", "true or false is expected"), Reason = "said on the site" }),
            _ => throw new MalformedException($"{place}.type", "a kind of event that the site tells is expected"),
        };
    }

    private static (string Kind, string? Cart, EventData Data) Cart(JsonElement told, string place)
    {
        if (told.ValueKind != JsonValueKind.Object) throw new MalformedException(place, "an object is expected");
        var name = told.Text("id") is null ? null : SiteFields.Name(told, "id", place, 1, 100);
        var lines = told.Part("lines");
        if (lines.ValueKind != JsonValueKind.Array || lines.GetArrayLength() > MostLines) throw new MalformedException($"{place}.lines", $"a list of at most {MostLines} lines is expected");
        if (lines.GetArrayLength() == 0) return (EventKinds.CartEmptied, name, EventData.None);
        return (EventKinds.CartUpdated, name, new EventData
        {
            Lines = [.. lines.EnumerateArray().Select((line, i) => Product(line, $"{place}.lines[{i}]"))],
            Value = SiteFields.Amount(told, "value", place),
            Currency = SiteFields.Currency(told, place),
            ResumeUrl = SiteFields.Link(told, "url", place),
        });
    }

    private static ProductLine Product(JsonElement told, string place)
    {
        if (told.ValueKind != JsonValueKind.Object) throw new MalformedException(place, "an object is expected");
        var line = new ProductLine
        {
            ProductId = SiteFields.Id(told, "id", place),
            VariantId = SiteFields.Id(told, "variant", place),
            Title = SiteFields.Cut(told, "title", 200),
            Category = Category(told),
            Brand = SiteFields.Cut(told, "brand", 100),
            Quantity = (int)Math.Max(1, SiteFields.Number(told, "quantity", place, 1000) ?? 1),
            Price = SiteFields.Amount(told, "price", place),
            Url = SiteFields.Link(told, "url", place),
            Image = SiteFields.Link(told, "image", place),
        };
        return line.ProductId is null && line.VariantId is null ? throw new MalformedException($"{place}.id", "the id of a product or of a variant is expected") : line;
    }

    private static string? Category(JsonElement told) => Categories.Path(SiteFields.Cut(told, "category", 200));
}
