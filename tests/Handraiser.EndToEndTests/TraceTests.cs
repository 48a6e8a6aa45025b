using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Handraiser.EndToEndTests.Senders;
using Handraiser.Functions;
using Handraiser.Functions.Reaction;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Handraiser.EndToEndTests;

/// <summary>What somebody who follows the application sees of one webhook, from the door to the provider.</summary>
public sealed class TraceTests(AzuriteFixture storage, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task One_signed_webhook_is_one_trace_over_both_queues_to_the_send()
    {
        await using var shop = await OpenAsync();
        using var spans = new HeardSpans();

        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.ShopifyAsync("checkouts/create", "t1", Bodies.Checkout("t1", "ada@mail.example", "Ada", Noon.AddMinutes(-5)), Noon));
        await shop.DrainAsync();

        var sent = Assert.Single(spans.All, s => s.Kind == ActivityKind.Client);
        var trace = spans.All.Where(s => s.TraceId == sent.TraceId).ToList();
        output.WriteLine(Tree(trace));
        Assert.Equal(
            """
            ReceiveWebhook server handraiser.sender=shopify http.response.status_code=200
              ReactToEvents consumer messaging.batch.message_count=N
                Deliver consumer handraiser.action.id=ID
                  send email client handraiser.action.id=ID handraiser.outcome=accepted

            """,
            Tree(trace).Replace(sent.GetTagItem(Spans.Action)!.ToString()!, "ID", StringComparison.Ordinal).Replace("count=" + trace.Single(s => s.OperationName == "ReactToEvents").GetTagItem("messaging.batch.message_count"), "count=N", StringComparison.Ordinal),
            ignoreLineEndingDifferences: true);
        Assert.Single(shop.Mailbox.All);
    }

    [Fact]
    public async Task A_wish_for_privacy_and_a_thin_webhook_are_followed_over_their_queues_too()
    {
        await using var store = await AnsweringAsync(_ => Results.NotFound());
        using var keys = new SenderKeys(Noon);
        await using var shop = await OpenAsync(new(keys.Settings) { ["Senders:BigCommerce:ApiBase"] = store.Urls.First() });
        using var spans = new HeardSpans();
        using var http = new HttpClient { BaseAddress = shop.App.Address };

        Assert.Equal(HttpStatusCode.OK, await keys.Sign("shopify", """{"shop_domain":"s","customer":{"email":"cleo@mail.example"}}"""u8.ToArray(), "customers/redact").SendAsync(http));
        Assert.Equal(HttpStatusCode.OK, await keys.Sign("bigcommerce", """{"scope":"store/order/created","created_at":1773143000,"data":{"id":250}}"""u8.ToArray()).SendAsync(http));
        await shop.DrainAsync();

        foreach (var function in new[] { "CarryOutPrivacy", "FetchDetails" })
        {
            var taken = spans.All.First(s => s.OperationName == function);
            Assert.Equal(ActivityKind.Consumer, taken.Kind);
            Assert.Equal("ReceiveWebhook", Assert.Single(spans.All, s => s.SpanId == taken.ParentSpanId).OperationName);
        }
    }

    [Fact]
    public async Task A_traceparent_of_the_sender_is_a_link_and_not_the_parent()
    {
        await using var shop = await OpenAsync();
        using var spans = new HeardSpans();

        await shop.Webhooks.PostAsync("shopify", "{}"u8.ToArray(), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        var door = Assert.Single(spans.All, s => s.OperationName == "ReceiveWebhook");
        Assert.Equal(default, door.ParentSpanId);
        Assert.NotEqual("0af7651916cd43dd8448eb211c80319c", door.TraceId.ToString());
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", Assert.Single(door.Links).Context.TraceId.ToString());
        Assert.Equal(401, door.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task Spans_metrics_and_logs_leave_for_the_collector_that_is_set()
    {
        var asked = new ConcurrentDictionary<string, int>();
        await using var collector = await AnsweringAsync(http =>
        {
            asked.AddOrUpdate(http.Request.ContentType + " " + http.Request.Path.Value!.TrimStart('/'), 1, (_, n) => n + 1);
            return Results.Ok();
        });

        await using (var shop = await OpenAsync(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.First(), ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" }))
        {
            await shop.Webhooks.ShopifyAsync("checkouts/create", "t2", Bodies.Checkout("t2", "bea@mail.example", "Bea", Noon.AddMinutes(-5)), Noon);
            await shop.DrainAsync();
        }

        Assert.Equal(["application/x-protobuf v1/logs", "application/x-protobuf v1/metrics", "application/x-protobuf v1/traces"], asked.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>A server of somebody else's, which answers whatever it is asked.</summary>
    private static async Task<WebApplication> AnsweringAsync(Func<HttpContext, IResult> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapFallback("/{**path}", answer);
        await server.StartAsync();
        return server;
    }

    private Task<RunningShop> OpenAsync(Dictionary<string, string?>? settings = null) => RunningShop.OpenAsync(storage.ConnectionString, Noon, options => options with
    {
        Services = services => services.AddSingleton<IPlaybookSource>(new AtOnce()),
        Settings = settings ?? [],
        LogLevel = settings is null ? options.LogLevel : LogLevel.Information,
    });

    private static string Tree(List<Activity> spans)
    {
        var text = new System.Text.StringBuilder();
        foreach (var root in spans.Where(s => s.ParentSpanId == default)) Add(root, 0);
        return text.ToString();

        void Add(Activity span, int depth)
        {
            text.Append(' ', depth * 2).Append(span.OperationName).Append(' ').Append(span.Kind.ToString().ToLowerInvariant());
            foreach (var (name, value) in span.TagObjects.OrderBy(t => t.Key, StringComparer.Ordinal)) text.Append(' ').Append(name).Append('=').Append(value);
            text.AppendLine();
            foreach (var child in spans.Where(s => s.ParentSpanId == span.SpanId && s.OperationName != span.OperationName)) Add(child, depth + 1);
        }
    }

    /// <summary>Everything that the application's source tells while it lives.</summary>
    private sealed class HeardSpans : IDisposable
    {
        private readonly List<Activity> heard = [];
        private readonly ActivityListener listener;

        public HeardSpans()
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == Spans.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span =>
                {
                    lock (heard) heard.Add(span);
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        public IReadOnlyList<Activity> All
        {
            get
            {
                lock (heard) return [.. heard];
            }
        }

        public void Dispose() => listener.Dispose();
    }

    /// <summary>A shop that greets whom it comes to know at once: a wait would begin a trace of its own.</summary>
    private sealed class AtOnce : IPlaybookSource
    {
        public Task<PlaybookText?> ReadAsync(string? knownVersion, CancellationToken cancellation) => Task.FromResult<PlaybookText?>(new PlaybookText("at-once", Playbooks.GreetAtOnce));

        public Task PublishAsync(string text, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
