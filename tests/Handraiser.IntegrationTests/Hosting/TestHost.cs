using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Handraiser.LocalHost.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Handraiser.IntegrationTests.Hosting;

/// <summary>A web application with the runtime and some sample functions, on a queue of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestHost(WebApplication app, QueueServiceClient queues, string queue)
    {
        this.app = app;
        Queues = queues;
        Queue = queues.GetQueueClient(queue);
        Poison = queues.GetQueueClient($"{queue}-poison");
    }

    public QueueServiceClient Queues { get; }

    public QueueClient Queue { get; }

    public QueueClient Poison { get; }

    public Probe Probe => app.Services.GetRequiredService<Probe>();

    public FunctionsRuntime Runtime => app.Services.GetRequiredService<FunctionsRuntime>();

    public HttpClient Http() => new()
    {
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
    };

    /// <summary>Reads its queue quickly and retries at once, unless told otherwise.</summary>
    public static QueueSettings Quick => new()
    {
        Base64 = false,
        MaxPollingInterval = TimeSpan.FromMilliseconds(100),
    };

    public static TestHost Create(
        AzuriteFixture azurite, Type[] classes, Func<FunctionsRuntimeOptions, FunctionsRuntimeOptions>? configure = null,
        TimeProvider? time = null, string? queue = null, Action<IFunctionsWorkerApplicationBuilder>? app = null, string schedule = "0 0 3 * * *", Wire? wire = null)
    {
        queue ??= AzuriteFixture.RandomName("q");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Queue"] = queue,
            ["Schedule"] = schedule,
        });
        var clientOptions = new QueueClientOptions();
        clientOptions.AddPolicy(wire ?? new Wire(), HttpPipelinePosition.PerCall);
        var queues = new QueueServiceClient(azurite.ConnectionString, clientOptions);
        builder.Services.AddSingleton(queues).AddSingleton(time ?? TimeProvider.System).AddSingleton<Probe>().AddScoped<Scoped>();
        var options = new FunctionsRuntimeOptions(FunctionCatalog.Of(classes)) { Host = new HostJson { Queues = Quick } };
        var functions = builder.Services.AddFunctionsRuntime(configure?.Invoke(options) ?? options);
        app?.Invoke(functions);
        var built = builder.Build();
        built.MapFunctions();
        return new TestHost(built, queues, queue);
    }

    public async Task<TestHost> StartAsync()
    {
        await app.StartAsync();
        return this;
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>Lets a test watch, fail or hold the calls to the storage account.</summary>
internal sealed class Wire : HttpPipelinePolicy
{
    public Func<Request, ValueTask> Before { get; set; } = _ => ValueTask.CompletedTask;

    public Func<Request, ValueTask> After { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>Whether the call receives messages.</summary>
    public static bool IsReceive(Request request) =>
        request.Method == RequestMethod.Get && request.Uri.Path.EndsWith("/messages", StringComparison.Ordinal);

    /// <summary>Whether the call changes when a message is visible.</summary>
    public static bool IsUpdate(Request request) => request.Method == RequestMethod.Put && request.Uri.Path.Contains("/messages/", StringComparison.Ordinal);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await Before(message.Request);
        await ProcessNextAsync(message, pipeline);
        await After(message.Request);
    }
}

/// <summary>Ends a test that would wait for ever.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static CancellationToken Token => new CancellationTokenSource(Longest).Token;

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Longest);

    public static Task Soon(this Task task) => task.WaitAsync(Longest);
}
