using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>What the door turns away, through a real port: by status, with a problem that says why, and with nothing kept.</summary>
public sealed class RefusalTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const string Address = "ada@refused.example";

    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Batch = Encoding.UTF8.GetBytes(
        $$"""[{"email":"{{Address}}","event":"open","timestamp":1773143000,"sg_event_id":"r1"},{"email":"{{Address}}","event":"open","sg_event_id":"r2"}]""");

    [Fact]
    public async Task While_the_queue_is_down_the_answer_is_503_with_a_time_and_nothing_is_half_kept()
    {
        using var keys = new SenderKeys(Now);
        var outage = new Outage();
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Now, options => options with
        {
            Settings = keys.Settings,
            Services = services => services.AddSingleton<HttpPipelinePolicy>(outage),
        });
        using var http = new HttpClient { BaseAddress = shop.App.Address };

        outage.IsOn = true;
        foreach (var post in new[] { keys.Sign("sendgrid", Batch), keys.Sign("shopify", Encoding.UTF8.GetBytes($$"""{"id":1,"email":"{{Address}}","created_at":"2026-03-10T11:00:00Z","line_items":[]}"""), "orders/create"), keys.Sign("bigcommerce", """{"scope":"store/order/created","created_at":1773143000,"data":{"id":250}}"""u8.ToArray()) })
        {
            using var answer = await http.SendAsync(Request(post.Route, post.Body, post.ContentType, post.Headers));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            await AssertProblemAsync(answer);
        }
        outage.IsOn = false;
        await shop.DrainAsync();
        Assert.Empty(await shop.CustomersAsync());
        Assert.Empty(await shop.ParkedAsync());

        Assert.Equal(HttpStatusCode.OK, await keys.Sign("sendgrid", Batch).SendAsync(http));
        Assert.Equal(HttpStatusCode.OK, await keys.Sign("sendgrid", Batch).SendAsync(http));
        await shop.DrainAsync();
        Assert.Equal(1, Assert.Single(await shop.CustomersAsync()).EventCount);
        Assert.All(await shop.ParkedAsync(), p => Assert.Equal("webhooks/sendgrid", p.Queue));
    }

    [Fact]
    public async Task A_type_that_is_not_read_a_body_that_is_too_large_and_a_sender_who_is_off_are_told_so()
    {
        using var keys = new SenderKeys(Now);
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Now, options => options with
        {
            Settings = keys.Settings.Append(new("Senders:Brevo:Enabled", "false")).ToDictionary(),
        });
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        var large = new byte[(5 * 1024 * 1024) + 1];
        Array.Fill(large, (byte)' ');

        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, Request("webhooks/sendgrid", Batch, "application/xml", []));
        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, Request("webhooks/mandrill", Batch, "application/json", []));
        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, Request("events", Batch, "application/xml", [("x-functions-key", shop.App.Keys.Events)]));
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, Request("webhooks/sendgrid", large, "application/json", []));
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, Unmeasured(Request("webhooks/shopify", large, "application/json", [])));
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, Request("events", large, "application/json", [("x-functions-key", shop.App.Keys.Events)]));
        await RefusedAsync(HttpStatusCode.NotFound, Request("webhooks/nobody", Batch, "application/json", []));
        var brevo = keys.Sign("brevo", """{"event":"opened","email":"ada@refused.example","ts_epoch":1773143000000}"""u8.ToArray());
        await RefusedAsync(HttpStatusCode.NotFound, Request(brevo.Route, brevo.Body, brevo.ContentType, brevo.Headers));
        await shop.DrainAsync();
        Assert.DoesNotContain(await shop.CustomersAsync(), c => c.Recent.Any(r => r.At > Now));

        async Task RefusedAsync(HttpStatusCode status, HttpRequestMessage request)
        {
            using var answer = await http.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
            await AssertProblemAsync(answer);
        }
    }

    /// <summary>A problem (RFC 9457) without a word of what was sent and of how this is built.</summary>
    private static async Task AssertProblemAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("refused.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Request(string route, byte[] body, string type, IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"api/{route}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static HttpRequestMessage Unmeasured(HttpRequestMessage request)
    {
        request.Headers.TransferEncodingChunked = true;
        return request;
    }

    /// <summary>Storage whose queues take nothing while it is on.</summary>
    private sealed class Outage : HttpPipelineSynchronousPolicy
    {
        public volatile bool IsOn;

        public override void OnSendingRequest(HttpMessage message)
        {
            if (IsOn && message.Request.Method == RequestMethod.Post && message.Request.Uri.Path.EndsWith("/messages", StringComparison.Ordinal)) throw new RequestFailedException(503, "The queues are down.");
        }
    }
}
