using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Handraiser.Messages.Languages;

namespace Handraiser.Messages.Compiling;

/// <summary>The parts of a message that are drawn whole, for HTML and for plain text.</summary>
internal static class MessageBlocks
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>How each is drawn, by the name that a template uses.</summary>
    public static readonly FrozenDictionary<string, Func<MessageModel, MessageLanguage, bool, string>> All =
        new Dictionary<string, Func<MessageModel, MessageLanguage, bool, string>>
        {
            ["cartLines"] = CartLines,
            ["productCard"] = (model, language, html) => model.Product is { } product ? Cards([product], model, language, html) : "",
            ["interestBlocks"] = InterestBlocks,
            ["answerLinks"] = AnswerLinks,
            ["followUpList"] = FollowUpList,
            ["whatTheyDid"] = WhatTheyDid,
            ["draft"] = Draft,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    internal static string Html(string? data) => TemplateContext.Line(data) is { } line ? Encoder.Encode(line) : "";

    private static string CartLines(MessageModel model, MessageLanguage language, bool html)
    {
        if (model.Cart is not { Lines.Length: > 0 } cart)
        {
            return "";
        }

        var drawn = new StringBuilder();
        foreach (var line in cart.Lines)
        {
            var price = line.Product.Price is { } each ? language.Money(each, model.Shop.Currency) : null;
            var amount = line.Quantity == 1 ? price : price is null ? $"{line.Quantity} ×" : $"{line.Quantity} × {price}";
            drawn.Append(html ? HtmlRow(line.Product, amount) : TextRow(line.Product, amount));
        }

        var total = cart.Total is { } sum && cart.Lines.Length + cart.Lines[0].Quantity > 2 ? language.Money(sum, model.Shop.Currency) : null;
        if (!html)
        {
            return drawn + (total is null ? "" : $"{language.Word("total")}: {total}\n");
        }

        var foot = total is null ? "" : $"<tr><td colspan=\"2\" class=\"total\">{Html(language.Word("total"))}: <strong>{Html(total)}</strong></td></tr>\n";
        return $"<table role=\"presentation\" class=\"lines\">\n{drawn}{foot}</table>\n";
    }

    private static string InterestBlocks(MessageModel model, MessageLanguage language, bool html)
    {
        var drawn = new StringBuilder();
        foreach (var block in model.Interests)
        {
            if (block.Products.IsEmpty)
            {
                // The way to its page is all there is; a heading without that would lead nowhere.
                if (block.Category.Url is not null) drawn.Append(Cards([new MessageProduct(block.Category.Name, block.Category.Url)], model, language, html));
                continue;
            }

            var name = TemplateContext.Line(block.Category.Name);
            drawn.Append(html ? $"<h2>{Linked(Html(name), block.Category.Url)}</h2>\n" : $"{name}\n\n");
            drawn.Append(Cards(block.Products, model, language, html));
            drawn.Append(html ? "" : "\n");
        }

        return drawn.ToString();
    }

    private static string Cards(IEnumerable<MessageProduct> products, MessageModel model, MessageLanguage language, bool html)
    {
        var rows = products.Select(p =>
        {
            var price = p.Price is { } each ? language.Money(each, model.Shop.Currency) : null;
            return html ? HtmlRow(p, price) : TextRow(p, price);
        });
        return html ? $"<table role=\"presentation\" class=\"lines\">\n{string.Concat(rows)}</table>\n" : string.Concat(rows);
    }

    private static string HtmlRow(MessageProduct product, string? amount)
    {
        var title = Html(product.Title);
        // Only https: a picture by plain http is blocked or warned of by most readers.
        var picture = product.Picture is { IsAbsoluteUri: true } uri && uri.Scheme == Uri.UriSchemeHttps
            ? $"<td class=\"picture\"><img src=\"{Encoder.Encode(uri.AbsoluteUri)}\" alt=\"{title}\" width=\"96\"></td><td>"
            : "<td colspan=\"2\">";
        var price = amount is null ? "" : $"<br><span class=\"price\">{Html(amount)}</span>";
        return $"<tr>{picture}{Linked($"<strong>{title}</strong>", product.Url)}{price}</td></tr>\n";
    }

    private static string TextRow(MessageProduct product, string? amount)
    {
        var url = TemplateContext.Web(product.Url);
        return $"- {TemplateContext.Line(product.Title)}{(amount is null ? "" : $" ({amount})")}\n{(url is null ? "" : $"  {url}\n")}";
    }

    private static string AnswerLinks(MessageModel model, MessageLanguage language, bool html)
    {
        if (model.Question is not { Answers.Length: > 0 } question)
        {
            return "";
        }

        var answers = question.Answers.Where(a => TemplateContext.Web(a.Url) is not null);
        return html
            ? $"<ul class=\"answers\" aria-label=\"{Html(language.Word("answers"))}\">\n{string.Concat(answers.Select(a => $"<li>{Linked(Html(a.Text), a.Url)}</li>\n"))}</ul>\n"
            : string.Concat(answers.Select(a => $"- {TemplateContext.Line(a.Text)}:\n  {TemplateContext.Web(a.Url)}\n"));
    }

    private static string FollowUpList(MessageModel model, MessageLanguage language, bool html)
    {
        var items = model.FollowUps.Select(note =>
        {
            var due = note.Due is { } at ? $" ({language.Word("due")} {language.DateAndHour(at)})" : "";
            return html
                ? $"<li>{Linked($"<strong>{Html(note.Customer)}</strong>", note.Url)}{Html(due)}<br>{Html(note.Why)}</li>\n"
                : $"- {TemplateContext.Line(note.Customer)}{due}\n  {TemplateContext.Line(note.Why)}\n{(TemplateContext.Web(note.Url) is { } url ? $"  {url}\n" : "")}";
        });
        return html ? $"<ol class=\"follow-ups\">\n{string.Concat(items)}</ol>\n" : string.Concat(items);
    }

    private static string WhatTheyDid(MessageModel model, MessageLanguage language, bool html)
    {
        var items = model.FollowUp?.Did.Select(TemplateContext.Line).Where(d => d is not null).ToList() ?? [];
        return items.Count == 0 ? ""
            : html ? $"<ul>\n{string.Concat(items.Select(d => $"<li>{Html(d)}</li>\n"))}</ul>\n"
            : string.Concat(items.Select(d => $"- {d}\n"));
    }

    private static string Draft(MessageModel model, MessageLanguage language, bool html)
    {
        var lines = model.FollowUp?.Draft?.ReplaceLineEndings("\n").Trim().Split('\n').Select(l => TemplateContext.Line(l) ?? "").ToList() ?? [];
        return lines.Count == 0 ? ""
            : html ? $"<blockquote><p>{string.Join("<br>\n", lines.Select(Html))}</p></blockquote>\n"
            : string.Concat(lines.Select(l => $"> {l}".TrimEnd() + "\n"));
    }

    private static string Linked(string html, Uri? url) =>
        TemplateContext.Web(url) is { } web ? $"<a href=\"{Encoder.Encode(web)}\">{html}</a>" : html;
}
