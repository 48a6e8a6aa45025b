using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>What a customer does with a mail: each button sends what the provider, or the mail program, would send.</summary>
/// <param name="poster">Posts SendGrid's events.</param>
/// <param name="options">Where the application is.</param>
/// <param name="settings">The secret of the door for answers.</param>
/// <param name="clock">The host's clock.</param>
public sealed class MailboxActions(MailboxPoster poster, MailboxOptions options, IConfiguration settings, TimeProvider clock) : IDisposable
{
    private readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false });

    /// <summary>Does it; what was done, in words, or null when there is no such thing to do.</summary>
    /// <exception cref="HttpRequestException">The application did not take it.</exception>
    public async Task<string?> DoAsync(CaughtMail mail, string verb, string url, string text, CancellationToken cancellation)
    {
        switch (verb)
        {
            case "open":
                await TellAsync(mail, cancellation, ("open", null));
                return "Opened.";
            case "click":
                await TellAsync(mail, cancellation, ("open", null), ("click", url));
                return "Clicked.";
            case "bounce":
                await TellAsync(mail, cancellation, ("bounce", null));
                return "Bounced.";
            case "complain":
                await TellAsync(mail, cancellation, ("spamreport", null));
                return "Reported as spam.";
            case "unsubscribe" when mail.Leave is { } leave:
                // As a mail program does it (RFC 8058): no cookies, no redirect followed.
                using (var left = await http.PostAsync(leave, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), cancellation)) left.EnsureSuccessStatusCode();
                return "Left with one click.";
            case "reply":
                await ReplyAsync(mail, text, cancellation);
                return "Replied.";
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private Task TellAsync(CaughtMail mail, CancellationToken cancellation, params IReadOnlyList<(string Kind, string? Url)> happened)
    {
        var now = clock.GetUtcNow();
        return poster.PostAsync([.. happened.Select(h => ProviderEvents.Of(mail, h.Kind, now, now.UtcTicks, h.Url))], cancellation);
    }

    /// <summary>As SendGrid's Inbound Parse posts an answer: a form, to the address that the mail names, with the mail quoted beneath.</summary>
    private async Task ReplyAsync(CaughtMail mail, string text, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var to = mail.ReplyTo ?? mail.From ?? "";
        using var form = new MultipartFormDataContent
        {
            { new StringContent($"Message-ID: <{now.UtcTicks}@{mail.Id}.local>\nSubject: Re: {mail.Subject}\n"), "headers" },
            { new StringContent(mail.To), "from" },
            { new StringContent(to), "to" },
            { new StringContent(JsonSerializer.Serialize(new { to = new[] { to }, from = mail.To })), "envelope" },
            { new StringContent($"Re: {mail.Subject}"), "subject" },
            { new StringContent($"{text}\n\nOn {now:ddd, d MMM yyyy} at {now:HH:mm}, {mail.FromName} <{mail.From}> wrote:\n> {mail.Text.ReplaceLineEndings("\n> ")}\n"), "text" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Webhook(), "inbound")) { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(settings["Senders:Inbound:Secrets:0"] ?? "")));
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }
}
