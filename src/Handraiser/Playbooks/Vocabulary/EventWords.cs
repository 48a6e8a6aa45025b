using Handraiser.Events;
using Handraiser.Playbooks.Reading;
using Handraiser.Segments;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>Words about what happened: how often, how recently, and with which data.</summary>
internal static class EventWords
{
    private static readonly Word<string> Category = new("category", Shapes.Category, "Only in this category or below it.");
    private static readonly Word<string> Product = new("product", Shapes.Text, "Only with this product, by the shop's id.");
    private static readonly Word<string> Brand = new("brand", Shapes.Text, "Only with this brand.");
    private static readonly Word<string> Campaign = new("campaign", Shapes.Text, "Only about this campaign.");
    private static readonly Word<string> Store = new("store", Shapes.Text, "Only in this shop or at this till.");
    private static readonly Word<bool> Place = new("place", Shapes.Choice(("store", true), ("online", false)), "Only in a shop, or only online.");
    private static readonly Word<decimal> Least = new("atLeast", Shapes.Money, "At least so much.");
    private static readonly Word<decimal> Bound = new("under", Shapes.Money, "Less than so much.");
    private static readonly Word<(decimal?, decimal?)> Value = new("value", new Section<(decimal?, decimal?)>("value", "What a cart or order is worth, in the shop's currency.", [Least, Bound], (Fields f, out (decimal?, decimal?) value) =>
    {
        value = (f.Maybe(Least), f.Maybe(Bound));
        return true;
    }), "Only when the cart or order is worth so much.");

    /// <summary>The words that narrow an event by its data.</summary>
    public static Word[] Filters { get; } = [Category, Product, Brand, Campaign, Store, Place, Value];

    private static readonly Word<int> AtLeast = new("atLeast", Shapes.Whole(0, EventCondition.MostCounted), "At least so often.") { Default = "1, or 0 beside atMost" };
    private static readonly Word<int> AtMost = new("atMost", Shapes.Whole(0, EventCondition.MostCounted), "At most so often.");
    private static readonly Word<TimeSpan> Within = new("within", Shapes.Length, "Only in this time up to now; the customer leaves by themselves when it is over.") { Default = "ever" };
    private static readonly Word<int> SameCategory = new("sameCategory", Shapes.Whole(1, EventCondition.MostCounted), "At least so often in one and the same category, whichever it is.");
    private static readonly Word<string> Channel = new("channel", Shapes.Choice("email", "sms"), "Only over this channel.");

    /// <summary>How often, how recently and with which data: everything but the kinds, which the word above tells.</summary>
    public static Section<EventCondition> Happened { get; } = new("happened", "How often and how recently something happened. Several words must all fit.",
        [AtLeast, AtMost, Within, SameCategory, Channel, .. Filters], (Fields f, out EventCondition value) =>
    {
        var most = f.Maybe(AtMost);
        value = new EventCondition(new EventMatch(f.Read(Channel) is { } channel ? [channel] : [], Filter(f)?.AsRemembered))
        {
            AtLeast = f.Maybe(SameCategory) ?? f.Maybe(AtLeast) ?? (most is null ? 1 : 0),
            AtMost = most,
            Within = f.Maybe(Within),
            SameCategory = f.Has(SameCategory),
        };
        if (f.Has(SameCategory) && (f.Has(AtLeast) || f.Has(AtMost))) return f.Wrong("sameCategory counts already.", "Leave out atLeast and atMost beside it.");
        if (value.AtLeast > most) return f.Wrong("At least more than at most is never met.", "Change one of the two numbers.");
        return (value.AtLeast > 0 || most is not null) || f.Wrong("At least 0 times is always met.", "Write atMost: 0 for what must not have happened.");
    });

    /// <summary>The filter that a group of words asks for; null when it asks for none.</summary>
    public static EventFilter? Filter(Fields f)
    {
        var value = f.Maybe(Value);
        var filter = new EventFilter
        {
            Category = f.Read(Category),
            Product = f.Read(Product),
            Brand = f.Read(Brand),
            Campaign = f.Read(Campaign),
            Store = f.Read(Store),
            InStore = f.Maybe(Place),
            ValueAtLeast = value?.Item1,
            ValueUnder = value?.Item2,
        };
        return filter == new EventFilter() ? null : filter;
    }

    /// <summary>What people say for the common kinds of events.</summary>
    public static (string Word, string[] Kinds, string About)[] Verbs { get; } =
    [
        ("opened", [EventKinds.EmailOpened], "A person opened a mail; machines are set aside."),
        ("clicked", [EventKinds.EmailClicked], "A person followed a link of a mail; machines are set aside."),
        ("replied", [EventKinds.EmailReplied, EventKinds.SmsReplied], "The customer answered a message in their own words."),
        ("viewed", [EventKinds.ProductViewed], "The customer looked at a product."),
        ("browsed", [EventKinds.CategoryViewed], "The customer looked at a category."),
        ("searched", [EventKinds.ProductsSearched], "The customer searched the shop."),
        ("wished", [EventKinds.ProductWished], "The customer put a product on a wish list."),
        ("carted", [EventKinds.CartUpdated], "The customer changed a cart."),
        ("ordered", [EventKinds.OrderPlaced], "The customer placed an order, online or at a till."),
        ("refunded", [EventKinds.OrderRefunded], "Money was given back."),
        ("reviewed", [EventKinds.ProductReviewed], "The customer reviewed a product."),
        ("visited", [EventKinds.StoreVisited], "The customer was in a shop."),
    ];
}
