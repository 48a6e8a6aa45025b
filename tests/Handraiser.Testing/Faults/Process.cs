using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
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

namespace Handraiser.Testing.Faults;

/// <summary>One process of the application, put together as on Azure, over its own line to storage, with its own caches and its own clock.</summary>
internal sealed class Process : IDisposable
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["DataStorage"] = "UseDevelopmentStorage=true",
        ["Installation:Key"] = Convert.ToBase64String(FaultWorld.Key),
        ["Keys:Operator"] = "operator-of-the-simulation",
        ["Keys:Events"] = "events-of-the-simulation",
    }).Build();

    private readonly ServiceProvider services;

    public Process(FaultWorld world, string name, FaultyLine line, TimeSpan error, Protection without)
    {
        (Name, Line, Clock) = (name, line, new SkewedClock(world.Time, error));
        var (tables, queues, blobs) = world.Account.Clients(line);
        Queues = queues;
        var builder = new Builder();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(Settings);
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.Services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        builder.AddHandraiser(Settings);
        builder.Services.Replace(ServiceDescriptor.Singleton(tables));
        builder.Services.Replace(ServiceDescriptor.Singleton(queues));
        builder.Services.Replace(ServiceDescriptor.Singleton(blobs));
        builder.Services.Replace(ServiceDescriptor.Singleton<IMoments>(new PublishedMoments(world, Clock)));
        builder.Services.AddSingleton<IChannel>(new MailChannel(world.Provider, world.Time, world.Adversary, world.Random, line, claims: without != Protection.Claim));
        if (without == Protection.Dedupe) builder.Services.Replace(ServiceDescriptor.Singleton<ICustomers>(s => new ForgetfulCustomers(ActivatorUtilities.CreateInstance<CustomersTable>(s))));
        if (without == Protection.Outbox) builder.Services.Replace(ServiceDescriptor.Singleton<IHandOn>(s => new OnceOnly(ActivatorUtilities.CreateInstance<HandOnQueue>(s), Clock)));
        services = builder.Services.BuildServiceProvider();
        Sink = services.GetRequiredService<IEventSink>();
        Customers = services.GetRequiredService<ICustomers>();
    }

    public string Name { get; }

    public FaultyLine Line { get; }

    public SkewedClock Clock { get; }

    public Azure.Storage.Queues.QueueServiceClient Queues { get; }

    public IEventSink Sink { get; }

    public ICustomers Customers { get; }

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

/// <summary>The playbook in force as one process knows it: up to half a minute after it was published.</summary>
internal sealed class PublishedMoments(FaultWorld world, TimeProvider clock) : IMoments
{
    private readonly TimeSpan lag = TimeSpan.FromSeconds(world.Random.Next(30));

    public ValueTask<Moment> NowAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(new Moment(world.Time.Now - lag >= world.PublishedAt ? FaultPlaybooks.Second : FaultPlaybooks.First, ShopState.Default, clock.GetUtcNow()));
}
