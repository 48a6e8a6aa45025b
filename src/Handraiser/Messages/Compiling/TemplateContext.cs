using System.Collections.Immutable;
using System.Text;
using Handraiser.Messages.Languages;

namespace Handraiser.Messages.Compiling;

/// <summary>
/// A model as a template sees it: words, already written for the language and freed of control characters, and addresses that
/// are http or https or absent.
/// </summary>
internal sealed class TemplateContext : Dictionary<string, object?>
{
    private TemplateContext(MessageModel model)
        : base(StringComparer.Ordinal)
    {
        FirstName = Line(model.Customer.FirstName);
        SenderName = Line(model.Sender?.Name);
        Texts = model.Texts;
    }

    public string? FirstName { get; }

    public string? SenderName { get; }

    public ImmutableDictionary<string, string> Texts { get; }

    /// <summary>The context for one of the two forms; the parts that a template draws are drawn only if it uses them.</summary>
    public static TemplateContext Of(MessageModel model, MessageLanguage language, Func<string, bool> uses, bool html)
    {
        var context = new TemplateContext(model);
        var currency = model.Shop.Currency;
        string? Money(decimal? amount) => amount is { } a ? language.Money(a, currency) : null;
        string Percentage(decimal percent, decimal? atMost) =>
            atMost is { } most ? $"{language.Percent(percent)} {language.Word("at-most", language.Money(most, currency, roundIsShort: true))}" : language.Percent(percent);

        context["customer"] = Group(("firstName", context.FirstName), ("yearsAgo", model.Customer.Years is { } years ? language.YearsAgo(years) : null));
        context["shop"] = Group(
            ("name", Line(model.Shop.Name)),
            ("url", Web(model.Shop.Url)),
            ("webAddress", WebAddress(model.Shop.Url)),
            ("address", Line(model.Shop.Address)),
            ("phone", Line(model.Shop.Phone)));
        context["cart"] = model.Cart is { Lines.Length: > 0 } cart
            ? Group(
                ("url", Web(cart.Url)),
                ("total", Money(cart.Total)),
                ("first", Line(cart.Lines[0].Product.Title)),
                ("lines", cart.Lines.Select(l => Group(("title", Line(l.Product.Title)), ("price", Money(l.Product.Price)), ("quantity", language.Number(l.Quantity)), ("url", Web(l.Product.Url)))).ToList()))
            : null;
        context["product"] = model.Product is { } product
            ? Group(("title", Line(product.Title)), ("price", Money(product.Price)), ("url", Web(product.Url)))
            : null;
        context["category"] = model.Category is { } category ? Group(("name", Line(category.Name)), ("url", Web(category.Url))) : null;
        context["offer"] = model.Offer is { } offer
            ? Group(
                ("value", offer.Percent is { } percent ? Percentage(percent, offer.AtMost) : offer.Amount is { } amount ? language.Money(amount, currency, roundIsShort: true) : null),
                ("code", Line(offer.Code)),
                ("expires", offer.Expires is { } expires ? language.Date(expires) : null))
            : null;
        context["interests"] = model.Interests.Select(i => Group(("category", Line(i.Category.Name)), ("url", Web(i.Category.Url)))).ToList();
        context["sender"] = context.SenderName is { } sender ? Group(("name", sender)) : null;
        context["question"] = model.Question is { } question ? Group(("text", Line(question.Text))) : null;
        context["answer"] = model.Answer is { } answer ? Group(("question", Line(answer.Question)), ("text", Line(answer.Text))) : null;
        context["links"] = Group(
            ("unsubscribe", Web(model.Links.Unsubscribe)),
            ("preferences", Web(model.Links.Preferences)),
            ("confirm", Web(model.Links.Confirm)));
        context["followUp"] = model.FollowUp is { } followUp ? FollowUp(followUp, language) : null;
        context["followUps"] = model.FollowUps.Select(f => FollowUp(f, language)).ToList();
        context["followUpCount"] = language.Number(model.FollowUps.Length);
        context["overflow"] = model.Overflow > 0 ? language.Number(model.Overflow) : null;
        foreach (var (name, draw) in MessageBlocks.All.Where(b => uses(b.Key)))
        {
            context[name] = draw(model, language, html);
        }

        return context;
    }

    /// <summary>Data on one line: control characters could break a header or forge lines of the plain text.</summary>
    internal static string? Line(string? data)
    {
        if (string.IsNullOrWhiteSpace(data))
        {
            return null;
        }

        var clean = new StringBuilder(data.Length);
        foreach (var c in data)
        {
            // Marks of our own and characters that turn the direction of reading are no part of a name.
            if (c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\uE000' or '\uE001')
            {
                continue;
            }

            clean.Append(char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c);
        }

        return clean.ToString().Trim();
    }

    /// <summary>An address as it may stand in a link; null for any other scheme.</summary>
    internal static string? Web(Uri? url) =>
        url is { IsAbsoluteUri: true } && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) ? url.AbsoluteUri : null;

    private static string? WebAddress(Uri url) => Web(url) is null ? null : url.Host + url.AbsolutePath.TrimEnd('/');

    private static Dictionary<string, object?> FollowUp(FollowUpNote note, MessageLanguage language) => Group(
        ("customer", Line(note.Customer)),
        ("why", Line(note.Why)),
        ("did", note.Did.Select(Line).Where(d => d is not null).ToList()),
        ("due", note.Due is { } due ? language.DateAndHour(due) : null),
        ("draft", Line(note.Draft)),
        ("url", Web(note.Url)));

    private static Dictionary<string, object?> Group(params (string Key, object? Value)[] fields) =>
        fields.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
}
