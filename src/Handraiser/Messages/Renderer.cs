using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Handraiser.Messages.Compiling;
using Handraiser.Messages.Languages;

namespace Handraiser.Messages;

/// <summary>Fills a template with a model. Pure, and safe on many threads.</summary>
public static partial class Renderer
{
    /// <summary>An e-mail from a template.</summary>
    /// <exception cref="ArgumentException">The template is a text message, or the model lacks what the law asks of such a
    /// message: a way to leave, and for marketing a postal address.</exception>
    public static RenderedMessage Render(MessageTemplate template, MessageModel model)
    {
        if (template.Channel != MessageChannel.Email)
        {
            throw new ArgumentException($"{template.Name} is a text message; render it with RenderSms.", nameof(template));
        }

        Demand(template.Kind, template.Audience, model);
        var language = MessageLanguage.For(template.Language);
        var plain = TemplateContext.Of(model, language, template.Compiled.Blocks.Contains, html: false);
        var rich = template.Compiled.Blocks.Count == 0 ? plain : TemplateContext.Of(model, language, template.Compiled.Blocks.Contains, html: true);
        return Finish(
            OneLine(template.Compiled.Subject(plain)),
            OneLine(template.Compiled.Preview(plain)),
            EmptyParagraph().Replace(template.Compiled.Html(rich), ""),
            Tidy(template.Compiled.Text(plain)),
            model,
            template.Kind,
            template.Audience,
            language,
            template.Language,
            template.CallToAction);
    }

    /// <summary>A text message from a template.</summary>
    /// <exception cref="ArgumentException">The template is an e-mail.</exception>
    public static SmsMessage RenderSms(MessageTemplate template, MessageModel model)
    {
        if (template.Channel != MessageChannel.Sms)
        {
            throw new ArgumentException($"{template.Name} is an e-mail; render it with Render.", nameof(template));
        }

        var context = TemplateContext.Of(model, MessageLanguage.For(template.Language), _ => false, html: false);
        // A space that does not break is outside the default alphabet and would halve what a segment holds.
        return SmsMessage.Of(Space().Replace(Tidy(template.Compiled.Text(context)).Replace('\u00a0', ' '), " "), template.CallToAction);
    }

    /// <summary>
    /// What a responder typed, as a personal e-mail: paragraphs as typed, web addresses made links, nothing else interpreted.
    /// </summary>
    /// <exception cref="ArgumentException">The model has no way to leave.</exception>
    public static RenderedMessage RenderTyped(string subject, string text, MessageModel model, string languageTag)
    {
        Demand(MessageKind.Personal, MessageAudience.Customer, model);
        var body = Tidy(text);
        var paragraphs = Blank().Split(body).Select(p => $"<p>{Linked(p.Trim()).Replace("\n", "<br>\n", StringComparison.Ordinal)}</p>\n");
        return Finish(
            OneLine(subject), "", string.Concat(paragraphs), body, model, MessageKind.Personal, MessageAudience.Customer, MessageLanguage.For(languageTag), languageTag, null);
    }

    private static RenderedMessage Finish(
        string subject, string preview, string html, string body, MessageModel model, MessageKind kind, MessageAudience audience, MessageLanguage language, string languageTag, string? callToAction)
    {
        var page = HtmlLayout.Page(html, subject, preview, model, kind, audience, language, languageTag);
        return new RenderedMessage(subject, preview, page, body + "\n" + Foot(model, kind, audience, language), body, LinksOf(page), callToAction);
    }

    private static string Foot(MessageModel model, MessageKind kind, MessageAudience audience, MessageLanguage language)
    {
        if (kind == MessageKind.Personal)
        {
            return audience == MessageAudience.Customer && TemplateContext.Web(model.Links.Unsubscribe) is { } leave ? $"\n{language.Word("leave")}\n{leave}\n" : "";
        }

        // "-- " and a line break set the foot apart as a signature (RFC 3676, 4.3).
        var lines = HtmlLayout.FootLines(model, audience, language).Select(l => TemplateContext.Line(l) + "\n");
        var links = HtmlLayout.LeaveLinks(model, audience, language).Select(l => $"{l.Text}: {l.Url}\n");
        return "\n-- \n" + string.Concat(lines) + string.Concat(links);
    }

    private static void Demand(MessageKind kind, MessageAudience audience, MessageModel model)
    {
        if (audience == MessageAudience.Responder || kind == MessageKind.Transactional)
        {
            return;
        }

        if (TemplateContext.Web(model.Links.Unsubscribe) is null)
        {
            throw new ArgumentException("The model has no unsubscribe link; a personal or marketing message must have one.", nameof(model));
        }

        if (kind == MessageKind.Marketing && string.IsNullOrWhiteSpace(model.Shop.Address))
        {
            throw new ArgumentException("The shop has no postal address; a marketing message must carry one.", nameof(model));
        }
    }

    // The page is our own, so its links stand in one known form.
    private static ImmutableArray<MessageLink> LinksOf(string page) =>
    [
        .. from Match match in Anchor().Matches(page)
           where match.Groups["role"].Value != "data-head "
           let text = WebUtility.HtmlDecode(Tag().Replace(match.Groups["text"].Value, " ")).Trim()
           select new MessageLink(text, new Uri(WebUtility.HtmlDecode(match.Groups["url"].Value)), match.Groups["role"].Length > 0 ? LinkRole.Leave : LinkRole.Content),
    ];

    private static string Linked(string paragraph)
    {
        var html = new System.Text.StringBuilder();
        var at = 0;
        foreach (Match match in TypedAddress().Matches(paragraph))
        {
            html.Append(Encoded(paragraph[at..match.Index]));
            html.Append(Uri.TryCreate(match.Value, UriKind.Absolute, out var url) && TemplateContext.Web(url) is { } web
                ? $"<a href=\"{Encoded(web)}\">{Encoded(match.Value)}</a>"
                : Encoded(match.Value));
            at = match.Index + match.Length;
        }

        return html.Append(Encoded(paragraph[at..])).ToString();
    }

    private static string Encoded(string typed) => string.Join('\n', typed.Split('\n').Select(WebUtility.HtmlEncode));

    private static string OneLine(string filled) => Space().Replace(TemplateContext.Line(filled) ?? "", " ");

    private static string Tidy(string filled) => Holes().Replace(filled.Replace("\r", "", StringComparison.Ordinal), "\n\n").Trim();

    [GeneratedRegex(@"<p(?: class=""action"")?>\s*</p>\n?")]
    private static partial Regex EmptyParagraph();

    [GeneratedRegex(@"<a (?<role>data-\w+ )?href=""(?<url>[^""]*)"">(?<text>.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex Anchor();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"https?://[^\s<>""']*[^\s<>""'.,;:!?)\]]")]
    private static partial Regex TypedAddress();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex Blank();

    [GeneratedRegex(@" *\n(?:[ \t]*\n)+")]
    private static partial Regex Holes();

    [GeneratedRegex(@"[ \t]{2,}")]
    private static partial Regex Space();
}
