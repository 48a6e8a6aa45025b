using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>What a customer does with a mail: each button sends what the provider, or the mail program, would send.</summary>
/// <param name="poster">Posts SendGrid's events.</param>
/// <param name="options">Where the application is.</param>
/// <param name="settings">The key of the events' route, for replies.</param>
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

    private async Task ReplyAsync(CaughtMail mail, string text, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var reply = new JsonObject
        {
            ["id"] = $"reply:{mail.Id}:{now.UtcTicks}",
            ["type"] = "email.replied",
            ["at"] = now.ToString("O"),
            ["customer"] = new JsonObject { ["email"] = mail.To },
            ["data"] = new JsonObject { ["text"] = text, ["action"] = mail.Args.GetValueOrDefault("action_id"), ["campaign"] = mail.Args.GetValueOrDefault("campaign") },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Webhook(), "/api/events")) { Content = JsonContent.Create(reply) };
        request.Headers.Add("x-functions-key", settings["Keys:Events"] ?? "");
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }
}
