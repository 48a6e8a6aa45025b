using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>A store's API as BigCommerce has it, over real HTTP, with answers that a test chooses.</summary>
internal sealed class BigCommerceStore : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly TaskCompletionSource closing = new();

    private BigCommerceStore(WebApplication web) => this.web = web;

    /// <summary>What it answers, by path and query below the store; everything else is 404.</summary>
    public ConcurrentDictionary<string, string> Resources { get; } = new();

    /// <summary>What was asked for, in this order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>A status instead of an answer, with a header.</summary>
    public (int Status, string? Header, string? Value)? Trouble { get; set; }

    /// <summary>Whether it answers nothing at all.</summary>
    public bool Hangs { get; set; }

    public string Address => web.Urls.First();

    public static async Task<BigCommerceStore> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var web = builder.Build();
        var store = new BigCommerceStore(web);
        web.MapGet("/stores/hash/{**path}", store.AnswerAsync);
        await web.StartAsync();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        closing.TrySetResult();
        await web.DisposeAsync();
    }

    private async Task<IResult> AnswerAsync(HttpContext http, string path)
    {
        var asked = path + http.Request.QueryString;
        Asked.Enqueue(asked);
        if (Hangs) await Task.WhenAny(closing.Task, http.RequestAborted.WhenCancelled());
        if (http.Request.Headers["X-Auth-Token"] != "token") return Results.StatusCode(401);
        if (Trouble is { } trouble)
        {
            if (trouble.Header is { } header) http.Response.Headers[header] = trouble.Value;
            return Results.StatusCode(trouble.Status);
        }
        return Resources.TryGetValue(asked, out var body) ? Results.Content(body, "application/json") : Results.NotFound();
    }
}

file static class Cancellations
{
    public static Task WhenCancelled(this CancellationToken cancellation)
    {
        var done = new TaskCompletionSource();
        cancellation.Register(done.SetResult);
        return done.Task;
    }
}
