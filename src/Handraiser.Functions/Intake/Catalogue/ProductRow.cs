using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>Products as rows. Keys are hashes, since shops' ids and links hold characters that keys may not.</summary>
internal static class ProductRow
{
    /// <summary>The kinds of names: the product's own id, a variant's, a link.</summary>
    public const char Of = 'p', Variant = 'v', Link = 'u';

    /// <summary>The column of a signpost that holds the id of its product.</summary>
    public const string Signpost = "Product";

    private const string Stamp = "At";
    private const string VariantsSigned = "Variants";

    public static string Key(char kind, string name) => $"{kind}-{Hash(name)}";

    public static string Partition(string key) => key[2..4];

    /// <summary>When the shop told what stands in the row; long ago where only events did.</summary>
    public static DateTimeOffset StampOf(TableEntity row) => row.GetDateTimeOffset(Stamp) ?? DateTimeOffset.MinValue;

    public static Product Read(TableEntity row) => new()
    {
        Id = row.GetString("Id"),
        At = row.GetDateTimeOffset(Stamp),
        Title = row.GetString("Title"),
        Category = row.GetString("Category"),
        Brand = row.GetString("Brand"),
        Image = row.GetString("Image"),
        Url = row.GetString("Url"),
        Price = row.GetDouble("Price") is { } price ? Math.Round((decimal)price, 4) : null,
        Currency = row.GetString("Currency"),
        Stock = row.GetInt32("Stock"),
        Removed = row.GetBoolean("Removed") ?? false,
    };

    public static TableEntity Write(Product product, DateTimeOffset? at)
    {
        var key = Key(Of, product.Id);
        var row = new TableEntity(Partition(key), key) { ["Id"] = product.Id, ["Removed"] = product.Removed };
        Add(Stamp, at);
        Add("Title", product.Title);
        Add("Category", product.Category);
        Add("Brand", product.Brand);
        Add("Image", product.Image);
        Add("Url", product.Url);
        Add("Price", (double?)product.Price);
        Add("Currency", product.Currency);
        Add("Stock", product.Stock);
        Add(VariantsSigned, VariantsOf(product));
        return row;

        void Add(string name, object? value)
        {
            if (value is not null) row[name] = value;
        }
    }

    /// <summary>The signposts that the row before does not have yet: most changes are of stock, and need none.</summary>
    public static IEnumerable<TableEntity> SignsOf(Product product, TableEntity? old)
    {
        if (VariantsOf(product) is { } variants && variants != old?.GetString(VariantsSigned))
        {
            foreach (var variant in product.Variants.Distinct(StringComparer.Ordinal)) yield return Sign(Key(Variant, variant), product.Id);
        }
        if (ProductLinks.Key(product.Url) is { } link && link != ProductLinks.Key(old?.GetString("Url"))) yield return Sign(Key(Link, link), product.Id);
    }

    private static string? VariantsOf(Product product) => product.Variants.IsEmpty ? null : Hash(string.Join('\n', product.Variants.Order(StringComparer.Ordinal)));

    private static TableEntity Sign(string key, string productId) => new(Partition(key), key) { [Signpost] = productId };

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, 16);
}
