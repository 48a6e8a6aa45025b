using Handraiser.Functions.Budgets;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Functions.Sweeping;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Handraiser.Testing.Faults;

/// <summary>One process of the application over its own line to storage, with its own caches and its own clock.</summary>
internal sealed class Process : IDisposable
{
    private readonly AppOnTwins app;

    public Process(FaultWorld world, string name, FaultyLine line, TimeSpan error, Protection without)
    {
        (Name, Line, Clock) = (name, line, new SkewedClock(world.Time, error));
        app = new AppOnTwins(world.Account, line, Clock, new PublishedMoments(world, Clock), services =>
        {
            services.AddSingleton<IChannel>(new MailChannel(world.Provider, world.Time, world.Adversary, world.Random, line, claims: without != Protection.Claim));
            if (without == Protection.Dedupe) services.Replace(ServiceDescriptor.Singleton<ICustomers>(s => new ForgetfulCustomers(ActivatorUtilities.CreateInstance<CustomersTable>(s))));
            if (without == Protection.Outbox) services.Replace(ServiceDescriptor.Singleton<IHandOn>(s => new OnceOnly(ActivatorUtilities.CreateInstance<HandOnQueue>(s), Clock)));
            if (without == Protection.Ledger) services.Replace(ServiceDescriptor.Singleton<ILedger>(new OwnLedger()));
        });
        Sink = app.Get<IEventSink>();
        Customers = app.Get<ICustomers>();
    }

    public string Name { get; }

    public FaultyLine Line { get; }

    public SkewedClock Clock { get; }

    public Azure.Storage.Queues.QueueServiceClient Queues => app.Queues;

    public IEventSink Sink { get; }

    public ICustomers Customers { get; }

    public T Get<T>()
        where T : notnull => app.Get<T>();

    /// <summary>Runs the function of a queue for one message.</summary>
    public Task InvokeAsync(string queue, string message) => app.InvokeAsync(queue, message);

    /// <summary>Runs the timer of the agenda.</summary>
    public Task SweepAsync() => app.SweepAsync();

    /// <summary>Runs the timer of the sweep over all customers.</summary>
    public Task SweepCustomersAsync() => new SweepCustomers(app.Get<CustomerSweep>()).Run(new TimerInfo(), CancellationToken.None);

    /// <summary>Gives back what it has in hand, as before an orderly end.</summary>
    public async Task StopAsync()
    {
        await app.Get<BudgetBook>().StopAsync(CancellationToken.None);
        await app.Get<CodeBook>().StopAsync(CancellationToken.None);
    }

    public void Dispose() => app.Dispose();
}

/// <summary>The playbook in force as one process knows it: up to half a minute after it was published.</summary>
internal sealed class PublishedMoments(FaultWorld world, TimeProvider clock) : IMoments
{
    private readonly TimeSpan lag = TimeSpan.FromSeconds(world.Random.Next(30));

    public ValueTask<Moment> NowAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(new Moment(world.Time.Now - lag >= world.PublishedAt ? FaultPlaybooks.Second : FaultPlaybooks.First, ShopState.Default, clock.GetUtcNow()));
}
