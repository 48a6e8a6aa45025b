using System.Globalization;
using System.Text;
using Handraiser.Functions.Intake.OwnEvents.Importing;

namespace Handraiser.Functions.Intake.Catalogue.Importing;

/// <summary>What a line of a file of products came to: a product, or the reason why there is none.</summary>
/// <param name="Line">The line in the file on which it begins, from 1; the header counts.</param>
/// <param name="Product">The product; null when the line is refused.</param>
/// <param name="Refusal">Why it is refused, naming the field and never its value; null when it is not.</param>
public sealed record ProductLineRead(int Line, Product? Product, string? Refusal);

/// <summary>Products as CSV with the columns of <see cref="ProductColumns"/>, a row each.</summary>
public static class ProductCsv
{
    private const int LongestId = 200;
    private const int LongestText = 500;
    private const int LongestLink = 1_000;

    /// <summary>The header of what <see cref="Write"/> writes.</summary>
    public static string Header { get; } = string.Join(',', ProductColumns.All.Select(c => c.Name)) + "\n";

    /// <summary>The rows in order.</summary>
    /// <param name="text">The file, with a header; it stays open.</param>
    /// <param name="at">From when on the rows hold, UTC.</param>
    /// <exception cref="MalformedException">The header is missing or names a column that is not known, or the text is no CSV.</exception>
    public static IEnumerable<ProductLineRead> Read(TextReader text, DateTimeOffset at)
    {
        var rows = CsvRows.Read(text, [.. ProductColumns.All.Select(c => c.Name)], ["id"]);
        return Products(rows, at);
    }

    /// <summary>One product as a row, ending in a line feed.</summary>
    public static string Write(Product product)
    {
        string?[] fields =
        [
            product.Id, product.Title, product.Category, product.Brand, product.Image, product.Price?.ToString(CultureInfo.InvariantCulture), product.Currency, product.Url,
            product.Stock?.ToString(CultureInfo.InvariantCulture),
        ];
        var row = new StringBuilder();
        foreach (var field in fields)
        {
            if (row.Length > 0) row.Append(',');
            if (field is not null) row.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        return row.Append('\n').ToString();
    }

    private static IEnumerable<ProductLineRead> Products(IEnumerable<CsvRow> rows, DateTimeOffset at)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            yield return Product(row, at, lines);
        }
    }

    private static ProductLineRead Product(CsvRow row, DateTimeOffset at, Dictionary<string, int> lines)
    {
        try
        {
            row.CheckColumns();
            var id = Text(row, "id", LongestId) ?? throw new MalformedException("id", "the product's id is expected");
            if (!lines.TryAdd(id, row.Line)) throw new MalformedException("id", string.Create(CultureInfo.InvariantCulture, $"the product stands on line {lines[id]} already"));
            var product = new Product
            {
                Id = id,
                At = at,
                Title = Text(row, "title", LongestText),
                Category = Categories.Path(Text(row, "category", LongestText)),
                Brand = Text(row, "brand", LongestText),
                Image = Link(row, "image"),
                Price = Price(row),
                Currency = Currency(row),
                Url = Link(row, "link"),
                Stock = Stock(row),
            };
            return new ProductLineRead(row.Line, product, null);
        }
        catch (MalformedException e)
        {
            return new ProductLineRead(row.Line, null, e.Message);
        }
    }

    private static string? Text(CsvRow row, string column, int longest) =>
        row.Fields.GetValueOrDefault(column) is { } told ? told.Length <= longest ? told : throw new MalformedException(column, $"at most {longest} characters are expected") : null;

    private static string? Link(CsvRow row, string column) =>
        Text(row, column, LongestLink) is { } told ? ProductLinks.Of(told) is not null ? told : throw new MalformedException(column, "an address is expected that begins with https:// or http://") : null;

    private static decimal? Price(CsvRow row) =>
        row.Fields.GetValueOrDefault("price") is not { } told ? null
        : decimal.TryParse(told, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) ? price
        : throw new MalformedException("price", "an amount such as 12.50 is expected, without a currency sign");

    private static string? Currency(CsvRow row) =>
        row.Fields.GetValueOrDefault("currency") is not { } told ? null
        : told.Length == 3 && told.All(char.IsAsciiLetter) ? told.ToUpperInvariant()
        : throw new MalformedException("currency", "a code of three letters such as GBP is expected");

    private static int? Stock(CsvRow row) =>
        row.Fields.GetValueOrDefault("stock") is not { } told ? null
        : int.TryParse(told, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var stock) ? stock
        : throw new MalformedException("stock", "a whole number is expected");
}
