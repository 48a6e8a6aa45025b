using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Storage;
using Handraiser.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Handraiser.IntegrationTests.Agenda;

/// <summary>The whole application on a storage of its own, with a clock that moves when told and one play that waits for an hour.</summary>
internal sealed class WakingShop : IAsyncDisposable
{
    private const string Playbook = """
        store: { name: Ridgeway Bikes }
        plays:
          greet: { on: store.visited, wait: 1h, unless: order.placed, tag: { stage: greeted } }
        """;

    private readonly Azurite azurite;
    private readonly string folder = Directory.CreateTempSubdirectory("agenda").FullName;

    private WakingShop(Azurite azurite) => this.azurite = azurite;

    public static DateTimeOffset Start { get; } = new(2026, 5, 5, 12, 0, 0, TimeSpan.Zero);

    public LocalApp App { get; private set; } = null!;

    public DateTimeOffset Now => App.Options.Clock.GetUtcNow();

    /// <summary>What the application asked of storage, the polling of queues left out.</summary>
    public long Calls => App.Calls.Total - App.Calls.ByKind.GetValueOrDefault("queues GET");

    public static async Task<WakingShop> OpenAsync()
    {
        var shop = new WakingShop(await Azurite.StartOwnedAsync(dataFolder: null, Console.WriteLine));
        shop.App = await LocalApp.StartAsync(new LocalOptions
        {
            Port = 0,
            Storage = shop.azurite.ConnectionString,
            Clock = LocalClock.Held(Start),
            Keys = LocalKeys.Create(),
            TimersRunByThemselves = false,
            Folder = shop.folder,
            LogLevel = LogLevel.Error,
            Settings = new Dictionary<string, string?> { ["Sweep:RowsPerSecond"] = "100000" },
        }, CancellationToken.None);
        await shop.Service<IPlaybookSource>().PublishAsync(Playbook, default);
        shop.Service<IMoments>().Forget();
        return shop;
    }

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>The same thing happens to some customers, now.</summary>
    public async Task HappensAsync(string kind, IEnumerable<int> customers)
    {
        await Service<IEventSink>().AcceptAsync([.. customers.Select(i => new CustomerEvent
        {
            Id = $"{kind}-{i}-{Now.Ticks}", Kind = kind, At = Now, ReceivedAt = Now, Customer = new Identifiers { Email = $"someone{i}@shop.example" },
        })], default);
        await DrainAsync();
    }

    public async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await App.Runtime.DrainAsync(patience.Token);
    }

    /// <summary>Moves the clock, and lets the timers run that are due by then.</summary>
    public async Task TickAsync(DateTimeOffset now)
    {
        App.Options.Clock.MoveTo(now);
        await App.Runtime.TickAsync(now);
    }

    public async Task<List<Profile>> GreetedAsync() =>
        [.. await Service<ICustomers>().ScanAsync(default).Where(p => p.Person.Trait("stage") is not null).ToListAsync()];

    public async Task<List<TableEntity>> AgendaAsync() => await Table(Names.Tables.Agenda).QueryAsync<TableEntity>().ToListAsync();

    public TableClient Table(string name) => Service<TableServiceClient>().GetTableClient(name);

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await azurite.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
