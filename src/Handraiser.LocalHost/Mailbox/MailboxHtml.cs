using System.Text.RegularExpressions;
using Handraiser.Functions.Pages;
using Microsoft.AspNetCore.Http;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>What the mailbox looks like.</summary>
internal static partial class MailboxHtml
{
    private const int MostListed = 200;

    public static IResult List(HttpResponse response, IReadOnlyList<CaughtMail> mails, string? words, int duplicates) => Page.Answer(response, "Mailbox", HtmlText.Of($"""
        <h1>Mailbox</h1><p><a href="/local/texts">Texts</a></p>
        <p class="soft">{mails.Count} {(mails.Count == 1 ? "mail" : "mails")}, caught on this machine; nothing was sent.{HtmlText.When(duplicates > 0, $" <strong class=\"bad\">{duplicates} sent twice.</strong>")}</p>
        <form class="row" role="search"><label>Search <input name="q" value="{words}"></label><button>Find</button></form>
        <table><thead><tr><th>To</th><th>Subject</th><th>Template</th><th>At (UTC)</th></tr></thead><tbody>{mails.Take(MostListed).Select(m => HtmlText.Of($"""
        <tr><td><a href="/local/mailbox/customer/{Uri.EscapeDataString(m.To)}">{m.ToName ?? m.To}</a></td><td><a href="/local/mailbox/{m.Id}">{m.Subject}</a></td><td>{m.Template}</td><td class="soft">{m.At.UtcDateTime:ddd d MMM HH:mm}</td></tr>
        """))}</tbody></table>
        {HtmlText.When(mails.Count > MostListed, $"<p class=\"soft\">The newest {MostListed} of {mails.Count}; search for the others.</p>")}
        """), wide: true);

    public static IResult Mail(HttpResponse response, CaughtMail mail, string? done) => Page.Answer(response, mail.Subject, HtmlText.Of($"""
        <p><a href="/local/mailbox">All mails</a></p>
        {HtmlText.When(done is { Length: > 0 }, $"<p role=\"status\" class=\"card\">{done}</p>")}
        {Shown(mail)}
        <div class="row">{Button(mail, "open", "Open")}{(mail.Leave is null ? HtmlText.Empty : Button(mail, "unsubscribe", "Unsubscribe"))}{Button(mail, "complain", "Report as spam")}{Button(mail, "bounce", "Bounce")}</div>
        <h2>Links</h2>
        {LinksOf(mail).Select(url => HtmlText.Of($"<form method=\"post\" action=\"/local/mailbox/{mail.Id}/click\" class=\"row\"><input type=\"hidden\" name=\"url\" value=\"{url}\"><button>Click</button><a href=\"{url}\" target=\"_blank\" rel=\"noreferrer\" class=\"long\">{url}</a></form>"))}
        <h2>Reply</h2>
        <form method="post" action="/local/mailbox/{mail.Id}/reply"><label>Words<textarea name="text" required></textarea></label><button class="main">Reply</button></form>
        <h2>Plain text</h2><div class="card"><pre>{mail.Text}</pre></div>
        <h2>Headers</h2><div class="card"><pre>{string.Join('\n', mail.Headers.Concat(mail.Args.Select(a => new KeyValuePair<string, string>("custom argument " + a.Key, a.Value))).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {h.Value}"))}</pre></div>
        """), wide: true);

    public static IResult Conversation(HttpResponse response, string address, IReadOnlyList<Caught> messages) => Page.Answer(response, address, HtmlText.Of($"""
        <p class="row"><a href="/local/mailbox">All mails</a> <a href="/local/texts">All texts</a></p>
        <h1 class="long">{messages.Count} {(messages.Count == 1 ? "message" : "messages")} to {address}</h1>
        {messages.Select(m => m.Mail is { } mail ? Told(mail) : Told(m.Text!))}
        """), wide: true);

    /// <summary>The HTML part as it came, shut off: no script, no forms, no network but pictures.</summary>
    public static IResult Body(HttpResponse response, CaughtMail mail)
    {
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; frame-ancestors 'self'";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(mail.Html, "text/html; charset=utf-8");
    }

    /// <summary>The links that a customer can follow, each once, in the order of the mail.</summary>
    public static IReadOnlyList<string> LinksOf(CaughtMail mail) =>
        [.. Href().Matches(mail.Html).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value)).Distinct(StringComparer.Ordinal)];

    private static HtmlText Shown(CaughtMail mail) => HtmlText.Of($"""
        <h1>{mail.Subject}</h1>
        <p>From {mail.FromName} <span class="soft">{mail.From}</span><br>To <a href="/local/mailbox/customer/{Uri.EscapeDataString(mail.To)}">{mail.ToName} {mail.To}</a><br><span class="soft">{mail.At.UtcDateTime:ddd d MMM yyyy HH:mm:ss} UTC, {mail.Template}</span></p>
        <iframe sandbox title="The mail as the customer sees it" src="/local/mailbox/{mail.Id}/body"></iframe>
        """);

    private static HtmlText Told(CaughtMail mail) => HtmlText.Of($"""
        <article><h2><a href="/local/mailbox/{mail.Id}">{mail.Subject}</a></h2><p class="soft">{mail.At.UtcDateTime:ddd d MMM yyyy HH:mm} UTC, {mail.Template}, from {mail.FromName ?? mail.From}</p><div class="card"><pre>{mail.Text}</pre></div></article>
        """);

    private static HtmlText Told(CaughtText text) => HtmlText.Of($"""
        <article><h2><a href="/local/texts#{text.Sid}">Text to {text.To}</a></h2><p class="soft">{text.At.UtcDateTime:ddd d MMM yyyy HH:mm} UTC, from {text.From}</p><div class="card"><pre>{text.Text}</pre></div></article>
        """);

    private static HtmlText Button(CaughtMail mail, string verb, string words) =>
        HtmlText.Of($"<form method=\"post\" action=\"/local/mailbox/{mail.Id}/{verb}\"><button>{words}</button></form>");

    [GeneratedRegex("""<a\s[^>]*?href="(https?://[^"]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex Href();
}
