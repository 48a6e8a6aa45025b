using System.Globalization;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>
/// Posts what became of caught mails to the application, signed and gathered as SendGrid does, and again until it is taken. What could not
/// be posted before the host died is posted after its next start.
/// </summary>
public sealed partial class MailboxPoster(MailboxOptions options, MailboxStore store, WebhookKey key, HttpClient http, TimeProvider clock, ILogger<MailboxPoster> log) : BackgroundService
{
    private const int MostInOnePost = 200;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Channel<CaughtMail> caught = Channel.CreateUnbounded<CaughtMail>();

    /// <summary>Tells of a mail that was just taken over; by the options also that it was delivered.</summary>
    public void Caught(CaughtMail mail)
    {
        if (options.DeliversAtOnce) caught.Writer.TryWrite(mail);
    }

    /// <summary>Posts events now.</summary>
    /// <exception cref="HttpRequestException">The application did not take them.</exception>
    public async Task PostAsync(IReadOnlyList<string> events, CancellationToken cancellation)
    {
        var body = ProviderEvents.Body(events);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Webhook()) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", key.Sign(timestamp, body));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.DeliversAtOnce) return;
        foreach (var mail in store.Untold) caught.Writer.TryWrite(mail);
        while (await caught.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gather, stoppingToken);
            var batch = new List<CaughtMail>();
            while (batch.Count < MostInOnePost && caught.Reader.TryRead(out var mail)) batch.Add(mail);
            await PostUntilTakenAsync(batch, stoppingToken);
        }
    }

    private async Task PostUntilTakenAsync(List<CaughtMail> batch, CancellationToken stopping)
    {
        var events = batch.SelectMany(m => new[] { ProviderEvents.Of(m, "processed", m.At), ProviderEvents.Of(m, "delivered", m.At.AddSeconds(1)) }).ToList();
        while (true)
        {
            try
            {
                await PostAsync(events, stopping);
                store.Told(batch.Select(m => m.Id));
                return;
            }
            catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !stopping.IsCancellationRequested))
            {
                LogNotTaken(events.Count, e.Message);
                await Task.Delay(RetryPause, stopping);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The application did not take {Count} events of the mailbox: {Reason}")]
    private partial void LogNotTaken(int count, string reason);
}
