using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Testing.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.Testing;

/// <summary>One instance of the application, put together as on Azure, over storage in memory, with its own caches and its own clock.</summary>
internal sealed class AppOnTwins : IDisposable
{
    /// <summary>The installation key: customers' ids follow from it, the same in every run.</summary>
    public static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly Dictionary<string, string?> Usual = new()
    {
        ["DataStorage"] = "UseDevelopmentStorage=true",
        ["Installation:Key"] = Convert.ToBase64String(Key),
        ["Keys:Operator"] = "operator-of-the-simulation",
        ["Keys:Events"] = "events-of-the-simulation",
    };

    private readonly ServiceProvider services;

    /// <summary>Puts it together.</summary>
    /// <param name="account">Its storage.</param>
    /// <param name="line">What lies between.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="moments">The rules in force, as it knows them.</param>
    /// <param name="change">Changes what stands around the application.</param>
    /// <param name="settings">Settings beside the usual ones.</param>
    public AppOnTwins(MemoryAccount account, IStorageLine line, TimeProvider clock, IMoments moments, Action<IServiceCollection>? change = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Usual).AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        var (tables, queues, blobs) = account.Clients(line);
        Queues = queues;
        var builder = new Builder();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IConfiguration>(configuration);
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        builder.AddHandraiser(configuration);
        builder.Services.Replace(ServiceDescriptor.Singleton(tables));
        builder.Services.Replace(ServiceDescriptor.Singleton(queues));
        builder.Services.Replace(ServiceDescriptor.Singleton(blobs));
        builder.Services.Replace(ServiceDescriptor.Singleton(moments));
        change?.Invoke(builder.Services);
        services = builder.Services.BuildServiceProvider();
    }

    public Azure.Storage.Queues.QueueServiceClient Queues { get; }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Runs the function of a queue for one message.</summary>
    public Task InvokeAsync(string queue, string message) => queue switch
    {
        Names.Queues.Events => Make<ReactToEvents>().Run(message, CancellationToken.None),
        Names.Queues.Deliveries => Make<Deliver>().Run(message, CancellationToken.None),
        Names.Queues.Privacy => Make<CarryOutPrivacy>().Run(message, CancellationToken.None),
        Names.Queues.Events + Names.Queues.PoisonSuffix => Make<PoisonMessages>().Events(message, CancellationToken.None),
        Names.Queues.Deliveries + Names.Queues.PoisonSuffix => Make<PoisonMessages>().Deliveries(message, CancellationToken.None),
        Names.Queues.Privacy + Names.Queues.PoisonSuffix => Make<PoisonMessages>().Privacy(message, CancellationToken.None),
        _ => throw new InvalidOperationException($"No function reads {queue}."),
    };

    /// <summary>Runs the timer of the agenda.</summary>
    public Task SweepAsync() => Make<SweepAgenda>().Run(new TimerInfo(), CancellationToken.None);

    public void Dispose() => services.Dispose();

    private T Make<T>() => ActivatorUtilities.CreateInstance<T>(services);

    private sealed class Builder : IFunctionsWorkerApplicationBuilder
    {
        public IServiceCollection Services { get; } = new ServiceCollection();

        public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => this;
    }
}
