using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Handraiser.Campaigns;

namespace Handraiser.Events;

/// <summary>
/// One thing that happened to one customer, whoever told us. The same record is what senders are translated into, what travels through
/// the <c>events</c> queue, and what <c>POST /api/events</c> accepts (<c>docs/events.md</c>).
/// </summary>
public sealed record CustomerEvent
{
    /// <summary>
    /// Stable: the sender's own id, prefixed with the sender, or a hash of what makes the event unique. The same event told twice has the
    /// same id, and the second telling changes nothing.
    /// </summary>
    [JsonPropertyName("id")] public required string Id { get; init; }

    /// <summary>What happened: one of <see cref="EventKinds"/>, or a kind of the shop's own.</summary>
    [JsonPropertyName("type")] public required string Kind { get; init; }

    /// <summary>When it happened, by the sender's clock; UTC. Senders resend and reorder, so this may lie days before <see cref="ReceivedAt"/>.</summary>
    [JsonPropertyName("at")] public required DateTimeOffset At { get; init; }

    /// <summary>When the door took it in; UTC.</summary>
    [JsonPropertyName("receivedAt")] public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// When it happened, as far as that can be believed: what says that it happened more than a day after it was told comes from a clock that
    /// is wrong, and happened when it was told.
    /// </summary>
    [JsonIgnore] public DateTimeOffset BelievedAt => At - ReceivedAt > TimeSpan.FromDays(1) && ReceivedAt != default ? ReceivedAt : At;

    /// <summary>
    /// Whether it came again out of the archive of raw bodies: then it changes history and starts nothing, however short ago it happened.
    /// Only a replay says so, no sender.
    /// </summary>
    [JsonPropertyName("replayed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Replayed { get; init; }

    /// <summary>What a campaign sends to this customer; only with <see cref="EventKinds.CampaignChosen"/>, which no sender may tell.</summary>
    [JsonPropertyName("chosenFor")] public Campaign? ChosenFor { get; init; }

    /// <summary>Who told us: the route's name of the sender (<c>sendgrid</c>, <c>shopify</c>, <c>events</c>, ...).</summary>
    [JsonPropertyName("source")] public string Source { get => field ?? "events"; init; }

    /// <summary>The names under which the sender knows the customer; at least one.</summary>
    [JsonPropertyName("customer")] public required Identifiers Customer { get; init; }

    /// <summary>What else is known of the event; only what was told.</summary>
    [JsonPropertyName("data")] public EventData Data { get => field ?? EventData.None; init; }
}

/// <summary>
/// The names of one customer, as one event tells them. The strongest (in the order below) is the customer; the others are tied to it.
/// Values are kept as told; <see cref="Profiles.Identity"/> normalises them.
/// </summary>
public sealed record Identifiers
{
    /// <summary>Our own customer id, as carried by links and custom arguments of our mails.</summary>
    [JsonPropertyName("id")] public string? Id { get; init; }
    /// <summary>An e-mail address.</summary>
    [JsonPropertyName("email")] public string? Email { get; init; }
    /// <summary>The shop system's own customer number, with the shop's name where several report (<c>shopify:8123</c>).</summary>
    [JsonPropertyName("shopId")] public string? ShopId { get; init; }
    /// <summary>A loyalty card's number.</summary>
    [JsonPropertyName("loyalty")] public string? Loyalty { get; init; }
    /// <summary>A telephone number in E.164 form.</summary>
    [JsonPropertyName("phone")] public string? Phone { get; init; }
    /// <summary>The token of a cart, checkout or order that stands for a customer who is not named yet.</summary>
    [JsonPropertyName("cart")] public string? Cart { get; init => field = EventData.Named(value); }
    /// <summary>The first-party id of a browser.</summary>
    [JsonPropertyName("anonymousId")] public string? AnonymousId { get; init; }

    /// <summary>Whether no name at all was told, so that nobody can be found.</summary>
    [JsonIgnore]
    public bool IsEmpty => Id is null && Email is null && ShopId is null && Loyalty is null && Phone is null && Cart is null && AnonymousId is null;
}

/// <summary>One line of a cart or an order, or a product looked at.</summary>
public sealed record ProductLine
{
    /// <summary>The shop's product id.</summary>
    [JsonPropertyName("id")] public string? ProductId { get; init; }
    /// <summary>The shop's id of the variant, where that is what the sender names.</summary>
    [JsonPropertyName("variant")] public string? VariantId { get; init; }
    /// <summary>The product's name, as the shop shows it.</summary>
    [JsonPropertyName("title")] public string? Title { get; init; }
    /// <summary>A category path, most general first, parts joined by <c>/</c>, lower case.</summary>
    [JsonPropertyName("category")] public string? Category { get; init; }
    /// <summary>Who makes it.</summary>
    [JsonPropertyName("brand")] public string? Brand { get; init; }
    /// <summary>How many pieces; 1 where nothing was told.</summary>
    [JsonPropertyName("quantity")] public int Quantity { get => field == 0 ? 1 : field; init; }
    /// <summary>The price of one piece, in <see cref="EventData.Currency"/>.</summary>
    [JsonPropertyName("price")] public decimal? Price { get; init; }
    /// <summary>Where the product is shown.</summary>
    [JsonPropertyName("url")] public string? Url { get; init; }
    /// <summary>A picture of it.</summary>
    [JsonPropertyName("image")] public string? Image { get; init; }
}

/// <summary>How lasting a bounce is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BounceKind>))]
public enum BounceKind
{
    /// <summary>A full mailbox, a server that is down: may work later.</summary>
    [JsonStringEnumMemberName("soft")] Soft,
    /// <summary>The receiver refused this content or this sender; says nothing about the address.</summary>
    [JsonStringEnumMemberName("blocked")] Blocked,
    /// <summary>The address does not exist: never mail it again.</summary>
    [JsonStringEnumMemberName("hard")] Hard,
}

/// <summary>The details of an event; every field is optional and only filled where it was told. Money is decimal, in <see cref="Currency"/>.</summary>
public sealed record EventData
{
    /// <summary>An event of which nothing more is known.</summary>
    public static EventData None { get; } = new();

    /// <summary>Whether nothing is told but what a mail's fate and <see cref="Extra"/> have: such an event is packed without JSON (<see cref="EventLines"/>).</summary>
    [JsonIgnore]
    internal bool IsOfMailOnly =>
        CartId is null && CheckoutId is null && OrderId is null && Lines.IsEmpty && Value is null && Currency is null && ResumeUrl is null
        && Product is null && Category is null && Seconds is null && Query is null && Question is null && Answers.IsEmpty && Text is null
        && Channel is null && Granted is null && Traits is null && Store is null && Outcome is null;

    /// <summary>The campaign or category under which a message was sent.</summary>
    [JsonPropertyName("campaign")] public string? Campaign { get; init => field = Named(value); }
    /// <summary>The provider's id of the message.</summary>
    [JsonPropertyName("message")] public string? MessageId { get; init => field = Named(value); }
    /// <summary>The id of our action, when the message was one of ours.</summary>
    [JsonPropertyName("action")] public string? ActionId { get; init => field = Named(value); }
    /// <summary>The link that was clicked, or the page that was viewed.</summary>
    [JsonPropertyName("url")] public string? Url { get; init; }
    /// <summary>The agent string of whoever opened, clicked or viewed.</summary>
    [JsonPropertyName("agent")] public string? UserAgent { get; init; }
    /// <summary>The network address of whoever opened, clicked or viewed.</summary>
    [JsonPropertyName("ip")] public string? Ip { get; init; }
    /// <summary>The provider's own belief that a machine did this; weak evidence (law 13).</summary>
    [JsonPropertyName("machine")] public bool? Machine { get; init; }
    /// <summary>The domain that the mail was sent from, where the sender tells; otherwise the installation's own.</summary>
    [JsonPropertyName("from")] public string? From { get; init; }
    /// <summary>How lasting a bounce is.</summary>
    [JsonPropertyName("bounce")] public BounceKind? Bounce { get; init; }
    /// <summary>Why, in the sender's words: a bounce's, a refund's, a consent's.</summary>
    [JsonPropertyName("reason")] public string? Reason { get; init; }

    /// <summary>The cart this is about. A checkout and an order name the cart that they came from.</summary>
    [JsonPropertyName("cartId")] public string? CartId { get; init => field = Named(value); }
    /// <summary>The checkout this is about.</summary>
    [JsonPropertyName("checkoutId")] public string? CheckoutId { get; init => field = Named(value); }
    /// <summary>The order this is about.</summary>
    [JsonPropertyName("orderId")] public string? OrderId { get; init => field = Named(value); }
    /// <summary>The lines of the cart or order; the whole of it.</summary>
    [JsonPropertyName("lines")] public ImmutableArray<ProductLine> Lines { get => field.IsDefault ? [] : field; init; }
    /// <summary>The worth of the cart or order.</summary>
    [JsonPropertyName("value")] public decimal? Value { get; init; }
    /// <summary>ISO 4217 code of all money in the event.</summary>
    [JsonPropertyName("currency")] public string? Currency { get; init; }
    /// <summary>Where the customer can go on with the cart.</summary>
    [JsonPropertyName("resumeUrl")] public string? ResumeUrl { get; init; }

    /// <summary>The product that was looked at.</summary>
    [JsonPropertyName("product")] public ProductLine? Product { get; init; }
    /// <summary>A category path, where no product is named.</summary>
    [JsonPropertyName("category")] public string? Category { get; init; }
    /// <summary>How long something was looked at, in seconds.</summary>
    [JsonPropertyName("seconds")] public double? Seconds { get; init; }
    /// <summary>What was searched for.</summary>
    [JsonPropertyName("query")] public string? Query { get; init; }

    /// <summary>The question that was answered.</summary>
    [JsonPropertyName("question")] public string? Question { get; init; }
    /// <summary>The answers that were chosen.</summary>
    [JsonPropertyName("answers")] public ImmutableArray<string> Answers { get => field.IsDefault ? [] : field; init; }
    /// <summary>The customer's own words.</summary>
    [JsonPropertyName("text")] public string? Text { get; init; }

    /// <summary>The channel that a consent is about: <c>email</c>, <c>sms</c> or <c>tracking</c>.</summary>
    [JsonPropertyName("channel")] public string? Channel { get; init; }
    /// <summary>Whether consent was given (true) or taken back (false).</summary>
    [JsonPropertyName("granted")] public bool? Granted { get; init; }
    /// <summary>Facts about the person: <c>firstName</c>, <c>lastName</c>, <c>language</c>, <c>timeZone</c>, <c>country</c>, <c>city</c>, ...</summary>
    [JsonPropertyName("traits")] public ImmutableDictionary<string, string>? Traits { get; init; }
    /// <summary>The shop or till where it happened.</summary>
    [JsonPropertyName("store")] public string? Store { get; init; }
    /// <summary>How a follow-up ended: <c>answered</c>, <c>bought</c>, <c>not-interested</c>, <c>wrong</c>.</summary>
    [JsonPropertyName("outcome")] public string? Outcome { get; init; }
    /// <summary>Whatever else the sender told and the shop may want to filter on.</summary>
    [JsonPropertyName("extra")] public ImmutableDictionary<string, string>? Extra { get; init; }

    /// <summary>An id as told; an empty one names nothing, and two things without a name are not the same thing.</summary>
    internal static string? Named(string? id) => string.IsNullOrEmpty(id) ? null : id;
}
