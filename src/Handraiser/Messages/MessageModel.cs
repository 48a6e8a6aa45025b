using System.Collections.Immutable;

namespace Handraiser.Messages;

/// <summary>
/// Everything that a template may use. What is not known is left out and its parts of the message disappear.
/// All of it is data: no template language, Markdown or HTML inside it is ever carried out.
/// </summary>
public sealed record MessageModel
{
    /// <summary>Who sends it all.</summary>
    public required MessageShop Shop { get; init; }

    /// <summary>Who reads it.</summary>
    public MessageCustomer Customer { get; init; } = new();

    /// <summary>What lies in the cart.</summary>
    public MessageCart? Cart { get; init; }

    /// <summary>The one product that the message is about.</summary>
    public MessageProduct? Product { get; init; }

    /// <summary>The category that the message is about.</summary>
    public MessageCategory? Category { get; init; }

    /// <summary>What is offered, where law 8 allows it.</summary>
    public MessageOffer? Offer { get; init; }

    /// <summary>Blocks of products, already chosen and ordered by this customer's interests.</summary>
    public ImmutableArray<InterestBlock> Interests { get; init; } = [];

    /// <summary>The owner of the follow-up, where there is one.</summary>
    public MessageSender? Sender { get; init; }

    /// <summary>What is asked, with one link per answer (law 10).</summary>
    public MessageQuestion? Question { get; init; }

    /// <summary>What she told us, where the message replies to it.</summary>
    public GivenAnswer? Answer { get; init; }

    /// <summary>Ways out, and the link of a confirmation.</summary>
    public MessageLinks Links { get; init; } = new();

    /// <summary>The shop's own words by key, such as opening hours.</summary>
    public ImmutableDictionary<string, string> Texts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>For alerts to a responder: the raised hand.</summary>
    public FollowUpNote? FollowUp { get; init; }

    /// <summary>For the digest to a responder: the day's list, best first (law 2).</summary>
    public ImmutableArray<FollowUpNote> FollowUps { get; init; } = [];

    /// <summary>How many more wait than the responders can answer (law 2: the overflow is visible).</summary>
    public int Overflow { get; init; }
}

/// <summary>The reader.</summary>
/// <param name="FirstName">As she wrote it; null where unknown.</param>
/// <param name="Years">Full years since her first order, for anniversaries.</param>
public sealed record MessageCustomer(string? FirstName = null, int? Years = null);

/// <summary>The shop.</summary>
/// <param name="Name">As customers know it.</param>
/// <param name="Url">Its front page.</param>
/// <param name="Address">Its postal address on one line; marketing must carry it.</param>
/// <param name="Currency">ISO 4217, of every amount in the message.</param>
/// <param name="Phone">Where it takes calls.</param>
public sealed record MessageShop(string Name, Uri Url, string Address, string Currency, string? Phone = null);

/// <summary>A cart that she filled herself.</summary>
/// <param name="Lines">What lies in it.</param>
/// <param name="Url">Where it can be taken up again.</param>
/// <param name="Total">In the shop's currency; null where unknown.</param>
public sealed record MessageCart(ImmutableArray<CartLine> Lines, Uri? Url, decimal? Total = null);

/// <summary>One line of a cart.</summary>
/// <param name="Product">The thing.</param>
/// <param name="Quantity">How many.</param>
public sealed record CartLine(MessageProduct Product, int Quantity = 1);

/// <summary>A product.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Url">Its page.</param>
/// <param name="Price">In the shop's currency; null where unknown.</param>
/// <param name="Picture">Shown only when served over https.</param>
public sealed record MessageProduct(string Title, Uri? Url = null, decimal? Price = null, Uri? Picture = null);

/// <summary>A category of the shop.</summary>
/// <param name="Name">As customers know it.</param>
/// <param name="Url">Its page.</param>
public sealed record MessageCategory(string Name, Uri? Url = null);

/// <summary>What is offered: either a percentage or an amount.</summary>
/// <param name="Percent">In per cent.</param>
/// <param name="Amount">In the shop's currency.</param>
/// <param name="Code">To be entered at the checkout.</param>
/// <param name="Expires">The last day on which it holds, at the customer's own offset.</param>
/// <param name="AtMost">The most that a percentage takes off, in the shop's currency.</param>
public sealed record MessageOffer(decimal? Percent = null, decimal? Amount = null, string? Code = null, DateTimeOffset? Expires = null, decimal? AtMost = null);

/// <summary>Products of one category.</summary>
/// <param name="Category">The heading.</param>
/// <param name="Products">What is shown; where there are none, only the way to the category's page is.</param>
public sealed record InterestBlock(MessageCategory Category, ImmutableArray<MessageProduct> Products);

/// <summary>A person of the shop.</summary>
/// <param name="Name">As she signs.</param>
public sealed record MessageSender(string Name);

/// <summary>A question (law 10).</summary>
/// <param name="Text">The question itself.</param>
/// <param name="Answers">One link each.</param>
public sealed record MessageQuestion(string Text, ImmutableArray<AnswerLink> Answers);

/// <summary>One answer.</summary>
/// <param name="Text">What she would say.</param>
/// <param name="Url">The page with this answer chosen; following the link alone answers nothing.</param>
public sealed record AnswerLink(string Text, Uri Url);

/// <summary>What she answered.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Text">What she said.</param>
public sealed record GivenAnswer(string Question, string Text);

/// <summary>Links that are not the message's own matter.</summary>
/// <param name="Unsubscribe">Leaves at once; every personal and marketing message to a customer must have it.</param>
/// <param name="Preferences">Chooses channels, topics and how often.</param>
/// <param name="Confirm">Confirms what she asked for, such as a download or an erasure.</param>
public sealed record MessageLinks(Uri? Unsubscribe = null, Uri? Preferences = null, Uri? Confirm = null);

/// <summary>A follow-up as its responder sees it.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Why">Why now.</param>
/// <param name="Did">What the customer did: for the responder's eyes only (law 4).</param>
/// <param name="Due">When it should be answered, at the responder's own offset.</param>
/// <param name="Url">Its place in the list.</param>
/// <param name="Draft">A first wording.</param>
public sealed record FollowUpNote(string Customer, string Why, ImmutableArray<string> Did, DateTimeOffset? Due, Uri? Url, string? Draft = null);
