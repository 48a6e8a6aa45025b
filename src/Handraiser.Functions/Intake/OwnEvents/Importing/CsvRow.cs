using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Intake.Catalogue;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>One row of a CSV file: the fields that are filled, by column.</summary>
/// <param name="Line">The line on which it begins, from 1.</param>
/// <param name="Fields">The filled fields by <see cref="CsvColumns"/>, trimmed.</param>
/// <param name="HasStray">Whether a filled field stands under no column.</param>
internal sealed record CsvRow(int Line, IReadOnlyDictionary<string, string> Fields, bool HasStray)
{
    private static readonly string[] Whole = ["type", "at", "id", "email", "phone", "shopId", "loyalty", "anonymousId", "orderId", "cartId"];
    private static readonly string[] OfLine = ["product", "title", "quantity", "price"];

    /// <summary>More is a slip of the keyboard; the lines of an order of such amounts could not be added up.</summary>
    private const decimal MostMoney = 1_000_000_000_000;

    /// <summary>Whether the other row is another line of the same order or cart.</summary>
    public bool Continues(CsvRow other) =>
        (Field("orderId") ?? Field("cartId")) is not null && OfLine.Any(c => Field(c) is not null) && Whole.All(c => Field(c) == other.Field(c));

    /// <summary>What the row says, the same whatever the order of the columns and whatever separates them.</summary>
    public string Content => string.Join('\n', Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));

    /// <summary>Refuses a row with a field under no column: after one separator too many, every field may be another column's.</summary>
    /// <exception cref="MalformedException">There is one.</exception>
    public void CheckColumns()
    {
        if (HasStray) throw new MalformedException("row", "a field stands under no column; amounts have a decimal point, and a text with a separator in it stands in quotes");
    }

    /// <summary>The event of these rows, which are one order, one cart or a single row.</summary>
    /// <exception cref="MalformedException">A field is missing or wrong.</exception>
    public static CustomerEvent ToEvent(IReadOnlyList<CsvRow> rows, DateTimeOffset now)
    {
        foreach (var row in rows) row.CheckColumns();
        var first = rows[0];
        OwnEvent.CheckKind(first.Field("type"));
        var customer = new Identifiers { Email = first.Field("email"), Phone = first.Field("phone"), ShopId = first.Field("shopId"), Loyalty = first.Field("loyalty"), AnonymousId = first.Field("anonymousId") };
        if (customer.IsEmpty) throw new MalformedException("customer", "one of email, phone, shopId, loyalty and anonymousId is expected");
        var kind = first.Field("type")!;
        var id = first.Field("id");
        if (id?.Length > OwnEvent.LongestId) throw new MalformedException("id", $"at most {OwnEvent.LongestId} characters are expected");
        var one = new CustomerEvent
        {
            Id = id ?? StableId.OfBody("import", kind, Encoding.UTF8.GetBytes(string.Join("\n\n", rows.Select(r => r.Content)))),
            Kind = kind,
            At = Times.FromText(first.Field("at")) ?? throw new MalformedException("at", "a time such as 2026-03-06T12:00:00Z is expected"),
            ReceivedAt = now,
            Customer = customer,
            Data = Data(kind, rows),
        };
        OwnEvent.CheckChannel(one);
        return one;
    }

    private static EventData Data(string kind, IReadOnlyList<CsvRow> rows)
    {
        var first = rows[0];
        var lines = rows.Select(r => r.Product()).OfType<ProductLine>().ToImmutableArray();
        var isList = kind.StartsWith("order.", StringComparison.Ordinal) || kind.StartsWith("cart.", StringComparison.Ordinal) || kind.StartsWith("checkout.", StringComparison.Ordinal);
        var traits = CsvColumns.Traits.Where(t => first.Field(t) is not null).ToImmutableDictionary(t => t, t => first.Field(t)!);
        return new EventData
        {
            Lines = isList ? lines : [],
            Product = isList ? null : lines.FirstOrDefault(),
            Category = lines.IsEmpty ? Categories.Path(first.Field("category")) : null,
            Value = first.Money("value") ?? (isList && lines.Length > 0 && lines.All(l => l.Price is not null) ? lines.Sum(l => l.Price * l.Quantity) : null),
            Currency = first.Field("currency")?.ToUpperInvariant(),
            OrderId = first.Field("orderId"),
            CartId = first.Field("cartId"),
            Campaign = first.Field("campaign"),
            Url = first.Field("url"),
            Store = first.Field("store"),
            Channel = first.Field("channel"),
            Granted = first.Truth("granted"),
            Question = first.Field("question"),
            Answers = first.Field("answer") is { } answer ? [answer] : [],
            Text = first.Field("text"),
            Traits = traits.IsEmpty ? null : traits,
        };
    }

    private string? Field(string column) => Fields.GetValueOrDefault(column);

    private ProductLine? Product() => Array.TrueForAll(OfLine, c => Field(c) is null) ? null : new ProductLine
    {
        ProductId = Field("product"),
        Title = Field("title"),
        Category = Categories.Path(Field("category")),
        Brand = Field("brand"),
        Quantity = Quantity(),
        Price = Money("price"),
    };

    private int Quantity()
    {
        if (Field("quantity") is not { } told) return 1;
        return int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new MalformedException("quantity", "a whole number from 1 is expected");
    }

    private decimal? Money(string column)
    {
        if (Field(column) is not { } told) return null;
        return decimal.TryParse(told, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) <= MostMoney
            ? amount : throw new MalformedException(column, "an amount such as 12.50 is expected, without a currency sign");
    }

    private bool? Truth(string column) => Field(column)?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => throw new MalformedException(column, "true or false is expected"),
    };
}
