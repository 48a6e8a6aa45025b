using Handraiser.Events;
using Handraiser.Lapse;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>One order, whatever was told of it.</summary>
/// <param name="At">When it was placed.</param>
/// <param name="Value">Its worth.</param>
/// <param name="Refunded">What was given back of that.</param>
internal sealed record PlainOrder(DateTimeOffset At, decimal Value, decimal Refunded);

/// <summary>All that happened to one customer, in the order in which it was told, and what it says of them.</summary>
internal sealed class PlainEvents(IReadOnlyList<CustomerEvent> told)
{
    /// <summary>What a customer does of their own will: it breaks a silence.</summary>
    private static readonly HashSet<string> OwnWill =
    [
        "email.opened", "email.clicked", "email.replied", "sms.replied", "cart.updated", "checkout.started", "order.placed", "page.viewed",
        "product.viewed", "category.viewed", "products.searched", "product.wished", "product.reviewed", "store.visited", "answer.given",
    ];

    private readonly HashSet<string> ordersTold = [];

    /// <summary>All events, but an order that was told again counts once: as it was told first.</summary>
    public List<CustomerEvent> Once => field ??= [.. told.Where(e => e.Kind != EventKinds.OrderPlaced || ordersTold.Add(e.Data.OrderId!))];

    /// <summary>The earliest that is known, in the order of time and not of telling.</summary>
    public DateTimeOffset First { get; } = told.Count > 0 ? told.Min(e => e.At) : default;

    public List<CustomerEvent> OwnActs => field ??= Once.FindAll(e => OwnWill.Contains(e.Kind));

    /// <summary>How many mails a person opened. A click implies an open.</summary>
    public int MailsOpened => told.Where(e => e.Kind is EventKinds.EmailOpened or EventKinds.EmailClicked).Select(e => e.Data.MessageId).Distinct().Count();

    /// <summary>The orders that were placed and not cancelled. Of two tellings of one the earlier moment counts.</summary>
    public List<PlainOrder> Orders => field ??= [.. FindOrders()];

    public IEnumerable<CustomerEvent> Of(string kind) => told.Where(e => e.Kind == kind);

    /// <summary>The categories that an event is about, each once. A product's own category goes before that of the page it is shown on.</summary>
    public static IEnumerable<string> Categories(CustomerEvent happened) => Things(happened).Select(t => t.Category).OfType<string>().Distinct();

    /// <summary>What an event is about: the product looked at, and the lines of the cart or order.</summary>
    public static IEnumerable<(string? Product, string? Category, string? Brand)> Things(CustomerEvent happened)
    {
        var data = happened.Data;
        return data.Lines.Select(l => (l.ProductId, l.Category, l.Brand)).Prepend((data.Product?.ProductId, data.Product?.Category ?? data.Category, data.Product?.Brand));
    }

    /// <summary>What the customer answered last to a question; null for nothing yet.</summary>
    public IReadOnlyList<string>? LastAnswer(string question) => Of(EventKinds.AnswerGiven).Where(e => e.Data.Question == question).MaxBy(e => e.At)?.Data.Answers;

    /// <summary>The latest value of a fact about the customer; null where it was never told.</summary>
    public string? Fact(string name) => Of(EventKinds.CustomerUpdated).Where(e => e.Data.Traits!.ContainsKey(name)).MaxBy(e => e.At)?.Data.Traits![name];

    /// <summary>The days on which the customer bought, by the shop's calendar.</summary>
    public PurchaseDays DaysOfPurchase(TimeZoneInfo zone) =>
        Orders.Aggregate(PurchaseDays.None, (days, order) => days.With(TimeZoneInfo.ConvertTime(order.At, zone), order.Value));

    private IEnumerable<PlainOrder> FindOrders()
    {
        foreach (var tellings in Of(EventKinds.OrderPlaced).GroupBy(e => e.Data.OrderId))
        {
            if (Of(EventKinds.OrderCancelled).Any(e => e.Data.OrderId == tellings.Key)) continue;
            var first = tellings.MinBy(e => e.At)!;
            yield return new PlainOrder(first.At, first.Data.Value ?? 0, Of(EventKinds.OrderRefunded).Where(e => e.Data.OrderId == tellings.Key).Sum(e => e.Data.Value ?? 0));
        }
    }
}
