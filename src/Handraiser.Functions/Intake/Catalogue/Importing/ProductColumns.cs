using System.Collections.Immutable;

namespace Handraiser.Functions.Intake.Catalogue.Importing;

/// <summary>The columns that a CSV file of products may have (<c>docs/catalogue.md</c>), with what stands in them.</summary>
public static class ProductColumns
{
    /// <summary>Name and meaning, in the order in which people are told of them.</summary>
    public static ImmutableArray<(string Name, string Meaning)> All { get; } =
    [
        ("id", "the shop's product id, as carts and orders name it; always needed"),
        ("title", "the product's name, as the shop shows it"),
        ("category", "the product's category, such as bikes/mountain or Bikes > Mountain"),
        ("brand", "who makes it"),
        ("image", "the address of a picture of it"),
        ("price", "the price of one piece, such as 12.50"),
        ("currency", "the code of the money, such as GBP; without it the shop's own"),
        ("link", "the address of the page that shows it"),
        ("stock", "how many pieces are left, a whole number"),
    ];
}
