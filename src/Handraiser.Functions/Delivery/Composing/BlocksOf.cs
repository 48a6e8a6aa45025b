using System.Collections.Immutable;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.Composing;

/// <summary>
/// The blocks of a message that a customer's interests choose. It uses only what is at hand without a call: the profile, the playbook and the
/// settings. So a preview and the message itself show the same.
/// </summary>
internal static class BlocksOf
{
    private const int MostProducts = 3;

    /// <param name="profile">The customer.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="catalogue">Which page of the shop shows which category.</param>
    /// <param name="now">UTC.</param>
    /// <param name="toShop">What links to the shop become.</param>
    public static ImmutableArray<InterestBlock> Customer(Profile profile, Playbook playbook, CatalogueSettings catalogue, DateTimeOffset now, Func<Uri, Uri> toShop) =>
    [
        .. Likings.Of(profile, now, playbook.Interest.HalfLife).Select(category => new InterestBlock(
            new MessageCategory(Heading(category), Page(category, playbook.Store, catalogue, toShop)),
            Products(category, profile, toShop))),
    ];

    private static string Heading(string category) => ModelOf.Words(category) is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : category;

    /// <summary>
    /// The page that the settings name for a category; null where they name none. Pages that customers were seen on do not count: anybody may
    /// tell of one, and a profile remembers them without their query.
    /// </summary>
    public static Uri? Page(string category, Store store, CatalogueSettings catalogue, Func<Uri, Uri> toShop) =>
        // The shortest: what lies below it is a part of the category.
        ProductLinks.Of(store.Url) is { } shop && catalogue.Paths.LastOrDefault(p => p.Category == category).Path is { } path ? toShop(new Uri(shop, path)) : null;

    /// <summary>What she put into a cart that is still open: the only products whose names a profile has. Without the price, which may have changed.</summary>
    private static ImmutableArray<MessageProduct> Products(string category, Profile profile, Func<Uri, Uri> toShop) =>
    [
        .. profile.Carts.Reverse().SelectMany(c => c.Lines)
            .Where(l => l.Title is not null && l.Category is { } of && Interests.IsWithin(of, category) && !Likings.IsUnwanted(of, profile.Interests))
            .DistinctBy(l => l.ProductId ?? l.Title)
            .Take(MostProducts)
            .Select(l => ModelOf.Product(l, toShop) with { Price = null }),
    ];
}
