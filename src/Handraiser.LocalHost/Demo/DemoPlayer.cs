using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Mailbox;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.LocalHost.Demo;

/// <summary>Plays days: moves the clock, posts what senders post by then, signed as they sign, and lets the queues and timers work it off.</summary>
/// <param name="app">The app, its clock held and its timers run by hand.</param>
public sealed class DemoPlayer(LocalApp app) : IDisposable
{
    private const int Connections = 8;
    private static readonly TimeSpan QuickStep = TimeSpan.FromMinutes(15);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = app.Address };
    private readonly ECDsa sendGrid = Import(app.Keys.SendGridPrivate);

    /// <summary>Plays the day in steps, then lets time pass until <paramref name="until"/>.</summary>
    /// <param name="day">The day.</param>
    /// <param name="step">How far the clock moves at a time.</param>
    /// <param name="until">When to end: late enough for all waits to elapse.</param>
    /// <param name="progress">Gets the share done, from 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many events were accepted, repeats included.</returns>
    public async Task<int> PlayAsync(DemoDay day, TimeSpan step, DateTimeOffset until, Action<double> progress, CancellationToken cancellation)
    {
        var next = 0;
        var accepted = 0;
        var begins = day.Posts[0].At;
        for (var now = begins; now <= until; now += step)
        {
            app.Options.Clock.MoveTo(now);
            var due = new List<DemoPost>();
            while (next < day.Posts.Count && day.Posts[next].At <= now) due.Add(day.Posts[next++]);
            foreach (var group in due.Chunk(Connections)) await Task.WhenAll(group.Select(post => PostAsync(post, cancellation)));
            accepted += due.Sum(p => p.Events);
            if (due.Count > 0) await app.Runtime.DrainAsync(cancellation);
            await app.Runtime.TickAsync(now);
            await app.Runtime.DrainAsync(cancellation);
            progress((now - begins) / (until - begins));
        }
        return accepted;
    }

    /// <summary>Plays weeks in quick motion: from one moment at which something happens to the next, and nothing in between.</summary>
    /// <param name="weeks">The weeks.</param>
    /// <param name="until">When to end.</param>
    /// <param name="progress">Gets the share done, from 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task PlayAsync(DemoWeeks weeks, DateTimeOffset until, Action<double> progress, CancellationToken cancellation)
    {
        var mailbox = app.Services.GetRequiredService<MailboxStore>();
        var agenda = app.Services.GetRequiredService<AgendaSweep>();
        var posts = new PriorityQueue<DemoPost, DateTimeOffset>(weeks.Posts.Select(p => (p, p.At)));
        var read = 0;
        for (var now = weeks.Begins; now < until; now = await NextAsync(posts, now, until, cancellation))
        {
            app.Options.Clock.MoveTo(now);
            while (posts.TryPeek(out _, out var at) && at <= now) await PostAsync(posts.Dequeue(), cancellation);
            await agenda.SweepAsync(now, cancellation);
            await SettleAsync(mailbox, cancellation);
            foreach (var mail in mailbox.All.Skip(read))
            {
                foreach (var answer in weeks.AnswersTo(mail, now)) posts.Enqueue(answer, answer.At);
                read++;
            }
            progress((now - weeks.Begins) / (until - weeks.Begins));
        }
        // The other timers had nothing to do but to put the responders' list in order: once is enough.
        app.Options.Clock.MoveTo(until);
        await app.Runtime.TickAsync(until);
        await SettleAsync(mailbox, cancellation);
    }

    /// <summary>Waits until the queues are empty and the mailbox has told what became of its mails.</summary>
    private async Task SettleAsync(MailboxStore mailbox, CancellationToken cancellation)
    {
        await app.Runtime.DrainAsync(cancellation);
        while (mailbox.Untold.Count > 0) await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        // What it told is in the queue now, whenever that was.
        await app.Runtime.DrainAsync(cancellation);
    }

    /// <summary>The next moment at which something is due, in steps of a quarter of an hour.</summary>
    private async Task<DateTimeOffset> NextAsync(PriorityQueue<DemoPost, DateTimeOffset> posts, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        var next = posts.TryPeek(out _, out var post) && post < until ? post : until;
        var table = app.Services.GetRequiredService<TableServiceClient>().GetTableClient(Names.Tables.Agenda);
        var first = await table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancellation).FirstOrDefaultAsync(cancellation);
        if (first is not null && Keys.AgendaMinute(first.PartitionKey) is var due && due < next) next = due;
        var step = QuickStep.Ticks;
        next = new DateTimeOffset((next.UtcTicks + step - 1) / step * step, TimeSpan.Zero);
        return next > now ? next : now + QuickStep;
    }

    /// <summary>Posts one call as its sender would, and insists on being told that it was kept.</summary>
    public async Task PostAsync(DemoPost post, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, post.Sender == "events" ? "api/events" : $"api/webhooks/{post.Sender}") { Content = new ByteArrayContent(post.Body) };
        request.Content.Headers.ContentType = new("application/json");
        if (post.Sender == "sendgrid") SignAsSendGrid(request, post.Body);
        else if (post.Sender == "events") request.Headers.Add("x-functions-key", app.Keys.Events);
        else SignAsShopify(request, post);
        using var answer = await http.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The webhook of {post.Sender} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        sendGrid.Dispose();
    }

    private void SignAsSendGrid(HttpRequestMessage request, byte[] body)
    {
        var stamp = app.Options.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = sendGrid.SignData([.. Encoding.ASCII.GetBytes(stamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", stamp);
    }

    private void SignAsShopify(HttpRequestMessage request, DemoPost post)
    {
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(app.Keys.Shopify), post.Body);
        request.Headers.Add("X-Shopify-Hmac-Sha256", Convert.ToBase64String(signature));
        request.Headers.Add("X-Shopify-Topic", post.Topic);
        request.Headers.Add("X-Shopify-Shop-Domain", "ridgeway.myshopify.example");
        request.Headers.Add("X-Shopify-API-Version", "2026-01");
        request.Headers.Add("X-Shopify-Event-Id", post.Id);
        request.Headers.Add("X-Shopify-Webhook-Id", post.Id);
        request.Headers.Add("X-Shopify-Triggered-At", post.At.ToString("o", CultureInfo.InvariantCulture));
    }

    private static ECDsa Import(string privateKey)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(privateKey), out _);
        return key;
    }
}
