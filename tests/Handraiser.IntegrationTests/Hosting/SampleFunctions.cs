using System.Collections.Concurrent;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Handraiser.IntegrationTests.Hosting;

/// <summary>What the sample functions were given, and what they do with it.</summary>
public sealed class Probe
{
    public ConcurrentQueue<string> Seen { get; } = [];

    public Func<string, CancellationToken, Task> OnMessage { get; set; } = (_, _) => Task.CompletedTask;

    public Action<string> OnPoison { get; set; } = _ => { };

    public ConcurrentQueue<TimerInfo> Ticks { get; } = [];

    public ConcurrentQueue<string> Middleware { get; } = [];
}

/// <summary>Something with a scope, to see that each invocation has its own.</summary>
public sealed class Scoped
{
    public Guid Id { get; } = Guid.NewGuid();
}

internal sealed class TextFunction(Probe probe)
{
    [Function("Text")]
    public Task Run([QueueTrigger("%Queue%")] string text, FunctionContext context, CancellationToken cancellationToken)
    {
        Assert.Equal("Text", context.FunctionDefinition.Name);
        Assert.False(context.GetLogger<TextFunction>().IsEnabled(LogLevel.Critical), "Tests log nowhere.");
        probe.Seen.Enqueue(text);
        return probe.OnMessage(text, cancellationToken);
    }
}

internal sealed class MessageFunction(Probe probe)
{
    [Function("Message")]
    public async ValueTask Run([QueueTrigger("%Queue%")] QueueMessage message, long dequeueCount, CancellationToken cancellationToken)
    {
        probe.Seen.Enqueue($"{message.Body} {message.DequeueCount} {dequeueCount}");
        await probe.OnMessage(message.Body.ToString(), cancellationToken);
    }
}

internal sealed class PoisonFunction(Probe probe)
{
    [Function("Poison")]
    public void Run([QueueTrigger("%Queue%-poison")] string text)
    {
        probe.Seen.Enqueue(text);
        probe.OnPoison(text);
    }
}

internal sealed class TimerFunctions(Probe probe)
{
    [Function("EachMinute")]
    public void EachMinute([TimerTrigger("0 * * * * *")] TimerInfo timer) => probe.Ticks.Enqueue(timer);
}

internal sealed class StartupFunctions(Probe probe)
{
    [Function("Nightly")]
    public Task Nightly([TimerTrigger("%Schedule%", RunOnStartup = true, UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken)
    {
        probe.Ticks.Enqueue(timer);
        return probe.OnMessage("", cancellationToken);
    }
}

internal sealed class WebFunctions(Probe probe, Scoped scoped)
{
    [Function("Plain")]
    public static void Plain([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.HttpContext.Response.StatusCode = 204;

    [Function("Item")]
    public async Task<IResult> Item(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "items/{id:int}/{name?}")] HttpRequest request, int id, string? name)
    {
        await Task.Yield();
        var same = request.HttpContext.RequestServices.GetService(typeof(Scoped)) == scoped;
        return Results.Json(new { id, name, sameScope = same });
    }

    [Function("Action")]
    public static IActionResult Action([HttpTrigger(AuthorizationLevel.Admin, "post", Route = "action")] HttpRequest request, FunctionContext context) =>
        new AcceptedResult((string?)null, new { context.FunctionDefinition.Name, Same = context.GetHttpContext()?.Request == request });

    [Function("Broken")]
    public Task<IResult> Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken")] HttpRequest request)
    {
        probe.Seen.Enqueue(request.Path);
        throw new InvalidOperationException("broken");
    }
}

internal sealed class SlowFunction(Probe probe)
{
    [Function("Slow")]
    public async Task Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request)
    {
        probe.Seen.Enqueue("asked");
        await probe.OnMessage(request.Path, request.HttpContext.RequestAborted);
    }
}

internal sealed class Witness(Probe probe) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        probe.Middleware.Enqueue($"before {context.FunctionDefinition.Name}");
        try
        {
            await next(context);
        }
        catch (InvalidOperationException) when (context.GetHttpContext() is { } http)
        {
            http.Response.StatusCode = 418;
        }

        probe.Middleware.Enqueue($"after {context.FunctionDefinition.Name}");
    }
}
