using System.Text.RegularExpressions;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Handraiser.EndToEndTests;

/// <summary>What befalls one request to storage.</summary>
/// <param name="Delay">How long it takes on its way.</param>
/// <param name="Answer">The status that it is answered with instead of its own; null for its own.</param>
/// <param name="TakesEffect">Whether it takes effect although it is answered with another status.</param>
internal sealed record Trouble(TimeSpan Delay = default, int? Answer = null, bool TakesEffect = false);

/// <summary>
/// A storage emulator that can be restarted, on disk, and a way to it that can be made slow or broken. The addresses stay the same
/// whatever happens behind them.
/// </summary>
internal sealed partial class StorageProxy : IAsyncDisposable
{
    private static readonly string[] Services = ["Blob", "Queue", "Table"];
    private static readonly string[] Unforwarded = ["Host", "Connection", "Transfer-Encoding", "Keep-Alive"];

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly TempFolder folder = new();
    private readonly Dictionary<int, string> services;
    private readonly WebApplication web;
    private Azurite? azurite;
    private volatile Dictionary<string, string> targets = [];

    private StorageProxy()
    {
        services = Services.ToDictionary(_ => FreePort.Find());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls([.. services.Keys.Select(port => $"http://127.0.0.1:{port}")]);
        builder.WebHost.ConfigureKestrel(k => k.Limits.MaxRequestBodySize = null);
        web = builder.Build();
        web.Run(ForwardAsync);
    }

    /// <summary>Where an application finds it.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>What befalls a request, by service (<c>Blob</c>, <c>Queue</c>, <c>Table</c>); null for nothing.</summary>
    public Func<string, HttpRequest, Trouble?> Befalls { get; set; } = (_, _) => null;

    public static async Task<StorageProxy> StartAsync()
    {
        var proxy = new StorageProxy();
        await proxy.StartStorageAsync();
        await proxy.web.StartAsync();
        return proxy;
    }

    /// <summary>Ends the emulator in order, so that it writes down what it has, and starts it again. Until then connections break.</summary>
    public async Task RestartAsync()
    {
        await azurite!.StopAsync();
        targets = [];
        await azurite.DisposeAsync();
        await StartStorageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        if (azurite is not null) await azurite.DisposeAsync();
        http.Dispose();
        folder.Dispose();
    }

    private async Task StartStorageAsync()
    {
        azurite = await Azurite.StartOwnedAsync(folder.Path, Console.WriteLine);
        targets = Endpoint().Matches(azurite.ConnectionString).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        ConnectionString = Endpoint().Replace(azurite.ConnectionString, m => $"{m.Groups[1].Value}Endpoint=http://127.0.0.1:{services.First(s => s.Value == m.Groups[1].Value).Key}");
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var service = services[context.Connection.LocalPort];
        var trouble = Befalls(service, context.Request);
        if (trouble is { Delay: { Ticks: > 0 } delay })
        {
            using var passed = new PeriodicTimer(delay);
            await passed.WaitForNextTickAsync(context.RequestAborted);
        }
        if (trouble is { Answer: { } status, TakesEffect: false })
        {
            context.Response.StatusCode = status;
            return;
        }
        try
        {
            using var request = await RequestAsync(context, targets.TryGetValue(service, out var target) ? target : throw new HttpRequestException("Storage is down."));
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, context.RequestAborted);
            if (trouble?.Answer is { } instead) context.Response.StatusCode = instead;
            else await AnswerAsync(context, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    /// <summary>The request as it came: its address is part of what is signed.</summary>
    private static async Task<HttpRequestMessage> RequestAsync(HttpContext context, string target)
    {
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(target + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (context.Request.ContentLength is not null || body.Length > 0) request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, value) in context.Request.Headers)
        {
            if (Unforwarded.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, value.AsEnumerable())) request.Content?.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
        }
        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!Unforwarded.Contains(name, StringComparer.OrdinalIgnoreCase)) context.Response.Headers[name] = values.ToArray();
        }
        if (context.Request.Method == HttpMethods.Head || answer.StatusCode is System.Net.HttpStatusCode.NoContent or System.Net.HttpStatusCode.NotModified) return;
        await answer.Content.CopyToAsync(context.Response.Body);
    }

    [GeneratedRegex("(Blob|Queue|Table)Endpoint=(http://127\\.0\\.0\\.1:[0-9]+)")]
    private static partial Regex Endpoint();
}
