using System.Text;
using Handraiser.Messages.Compiling;
using Handraiser.Messages.Languages;

namespace Handraiser.Messages;

/// <summary>
/// The frame around a body: a bare page for what a person typed, a card with the shop's head and foot for the rest. Light and
/// dark by the reader's own choice; nothing is loaded from anywhere. Contrasts are at least 4.5 to 1 in both (WCAG 2.2 AA).
/// </summary>
internal static class HtmlLayout
{
    private const string PersonalStyle =
        """
        :root{color-scheme:light dark}
        body{margin:0;padding:12px;background:#fff;color:#1c1c1c;font:16px/1.5 Arial,Helvetica,sans-serif}
        p,ul,ol{margin:0 0 1em}
        a{color:#0b57d0}
        .leave,.leave a{color:#5c6066;font-size:13px}
        @media (prefers-color-scheme:dark){body{background:#1b1b1d;color:#e8e6e3}a{color:#9cc0ff}.leave,.leave a{color:#a5a9b0}}
        """;

    private const string CardStyle =
        """
        :root{color-scheme:light dark}
        body{margin:0;padding:0;background:#f3f1ec;color:#22242a;font:16px/1.55 -apple-system,"Segoe UI",Roboto,Arial,sans-serif}
        .outer{width:100%;border-collapse:collapse}
        .inner{width:100%;max-width:600px;margin:0 auto;border-collapse:collapse;text-align:left}
        .head{padding:28px 32px 12px;font-size:15px;font-weight:600;letter-spacing:.02em}
        .head a{color:#22242a;text-decoration:none}
        .card{background:#fff;padding:32px;border-radius:10px}
        .foot{padding:20px 32px 36px;font-size:13px;line-height:1.6;color:#5d6067}
        .foot a{color:#5d6067}
        .foot p{margin:0 0 4px}
        h1{margin:0 0 18px;font-size:25px;line-height:1.25}
        h2{margin:28px 0 6px;font-size:18px;line-height:1.3}
        h2 a{color:#22242a;text-decoration:none}
        p,ul,ol{margin:0 0 16px}
        .card>:last-child{margin-bottom:0}
        a{color:#135c46}
        .action{margin:24px 0}
        .action a{display:inline-block;padding:13px 24px;background:#135c46;color:#fff;border-radius:8px;font-weight:600;text-decoration:none}
        .lines{width:100%;border-collapse:collapse;margin:8px 0 20px}
        .lines td{padding:10px 0;vertical-align:middle;border-bottom:1px solid #e6e3dc}
        .lines .picture{width:112px}
        .lines img{display:block;width:96px;height:auto;border-radius:6px}
        .lines a{color:#22242a;text-decoration:none}
        .lines tr:last-child td{border-bottom:0}
        .price{color:#5d6067}
        .answers{list-style:none;padding:0}
        .answers li{margin:0 0 10px}
        .answers a{display:block;padding:12px 16px;border:1px solid #8a8d93;border-radius:8px;color:#22242a;text-decoration:none}
        .follow-ups li{margin:0 0 12px}
        blockquote{margin:0 0 16px;padding:2px 0 2px 16px;border-left:3px solid #c9c5bb}
        @media (max-width:480px){.card{padding:24px 20px;border-radius:0}.head,.foot{padding-left:20px;padding-right:20px}}
        @media (prefers-color-scheme:dark){body{background:#141518;color:#e9e7e2}.card{background:#202227}.head a,h2 a,.lines a,.answers a{color:#e9e7e2}.foot,.foot a,.price{color:#a9acb3}a{color:#7fd1b3}.action a{background:#7fd1b3;color:#0d1f19}.lines td{border-color:#3a3d44}.answers a{border-color:#7b7f87}blockquote{border-color:#4a4d55}}
        """;

    /// <summary>A whole page for a body.</summary>
    public static string Page(string body, string subject, string preview, MessageModel model, MessageKind kind, MessageAudience audience, MessageLanguage language, string languageTag)
    {
        var personal = kind == MessageKind.Personal;
        var page = new StringBuilder(personal ? 2048 : 8192);
        page.Append("<!doctype html>\n<html lang=\"").Append(MessageBlocks.Html(languageTag)).Append("\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>")
            .Append(MessageBlocks.Html(subject)).Append("</title>\n<style>\n").Append(personal ? PersonalStyle : CardStyle).Append("\n</style>\n</head>\n<body>\n");
        if (preview.Length > 0)
        {
            page.Append("<div style=\"display:none;max-height:0;overflow:hidden\" aria-hidden=\"true\">").Append(MessageBlocks.Html(preview)).Append("</div>\n");
        }

        if (personal)
        {
            page.Append("<div lang=\"").Append(MessageBlocks.Html(languageTag)).Append("\">\n").Append(body);
            Leave(page, model, audience, language);
            page.Append("</div>\n");
        }
        else
        {
            Card(page, body, subject, model, audience, language, languageTag);
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Leave(StringBuilder page, MessageModel model, MessageAudience audience, MessageLanguage language)
    {
        if (audience == MessageAudience.Customer && TemplateContext.Web(model.Links.Unsubscribe) is { } leave)
        {
            page.Append("<p class=\"leave\"><a data-leave href=\"").Append(MessageBlocks.Html(leave)).Append("\">").Append(MessageBlocks.Html(language.Word("leave"))).Append("</a></p>\n");
        }
    }

    private static void Card(StringBuilder page, string body, string subject, MessageModel model, MessageAudience audience, MessageLanguage language, string languageTag)
    {
        var shop = MessageBlocks.Html(model.Shop.Name);
        var home = TemplateContext.Web(model.Shop.Url);
        // Roles and the language again on the outer element: many readers of mail drop html and body.
        page.Append("<div role=\"article\" aria-roledescription=\"email\" aria-label=\"").Append(MessageBlocks.Html(subject)).Append("\" lang=\"").Append(MessageBlocks.Html(languageTag)).Append("\">\n")
            .Append("<table role=\"presentation\" class=\"outer\"><tr><td align=\"center\">\n<table role=\"presentation\" class=\"inner\" width=\"600\">\n<tr><td class=\"head\">")
            .Append(home is null ? shop : $"<a data-head href=\"{MessageBlocks.Html(home)}\">{shop}</a>")
            .Append("</td></tr>\n<tr><td class=\"card\">\n").Append(body).Append("</td></tr>\n<tr><td class=\"foot\">\n");
        foreach (var line in FootLines(model, audience, language))
        {
            page.Append("<p>").Append(MessageBlocks.Html(line)).Append("</p>\n");
        }

        var links = LeaveLinks(model, audience, language).Select(l => $"<a data-leave href=\"{MessageBlocks.Html(l.Url)}\">{MessageBlocks.Html(l.Text)}</a>").ToList();
        if (links.Count > 0)
        {
            page.Append("<p>").Append(string.Join(" &middot; ", links)).Append("</p>\n");
        }

        page.Append("</td></tr>\n</table>\n</td></tr></table>\n</div>\n");
    }

    internal static IEnumerable<string> FootLines(MessageModel model, MessageAudience audience, MessageLanguage language)
    {
        yield return $"{model.Shop.Name}, {model.Shop.Address}";
        if (audience == MessageAudience.Customer && model.Links.Unsubscribe is not null)
        {
            yield return language.Word("because", model.Shop.Name);
        }
    }

    internal static IEnumerable<(string Text, string Url)> LeaveLinks(MessageModel model, MessageAudience audience, MessageLanguage language)
    {
        if (audience == MessageAudience.Responder)
        {
            yield break;
        }

        if (TemplateContext.Web(model.Links.Unsubscribe) is { } unsubscribe)
        {
            yield return (language.Word("unsubscribe"), unsubscribe);
        }

        if (TemplateContext.Web(model.Links.Preferences) is { } preferences)
        {
            yield return (language.Word("preferences"), preferences);
        }
    }
}
