using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Functions.Sweeping;
using Handraiser.LocalHost.Storage;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Sweeping;

/// <summary>A shop with storage of its own: what looks at all customers must find these and no others.</summary>
public sealed class SweptShop : IAsyncLifetime
{
    private Azurite? azurite;
    private int told;

    internal static DateTimeOffset Start { get; } = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    internal Identity Identity { get; } = new(RandomNumberGenerator.GetBytes(32));
    internal TableServiceClient Tables { get; private set; } = null!;
    internal BlobServiceClient Blobs { get; private set; } = null!;
    internal QueueServiceClient Queues { get; private set; } = null!;
    internal World Around { get; } = new();

    public async Task InitializeAsync()
    {
        azurite = await Azurite.StartOwnedAsync(dataFolder: null, Console.WriteLine);
        Tables = new TableServiceClient(azurite.ConnectionString);
        Blobs = new BlobServiceClient(azurite.ConnectionString);
        Queues = new QueueServiceClient(azurite.ConnectionString);
        foreach (var name in Names.Tables.All) await Tables.CreateTableIfNotExistsAsync(name);
        foreach (var name in Names.Containers.All) await Blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync() => await azurite!.DisposeAsync();

    /// <summary>An instance of the application, with a cache of its own.</summary>
    internal Instance Begin(ISweepBook? book = null, int rowsPerSecond = 100_000)
    {
        var customers = new CustomersTable(Tables, new CustomerCache(), new CountsBook(TimeProvider.System));
        var suppressions = new SuppressionsTable(Tables);
        var reactor = new Reactor(
            customers, Identity, new Enrichment(Around, new CatalogueSettings(), new Sightings(TimeProvider.System)), Around, new AgendaTable(Tables), Around, new ParkedTable(Tables, Blobs), new Erasures(suppressions, TimeProvider.System), suppressions, NullLogger<Reactor>.Instance);
        var pace = new SweepPace(rowsPerSecond, SliceRows: 3) { Settling = TimeSpan.FromSeconds(35), Turn = TimeSpan.FromMinutes(5) };
        return new Instance(customers, reactor, new CustomerSweep(customers, Around, book ?? new SweepBlob(Blobs), reactor, pace, TimeProvider.System));
    }

    internal CustomerEvent Event(string email, string kind, EventData? data = null) => new()
    {
        Id = $"e-{++told}", Kind = kind, At = Around.Now.AddMinutes(-1), ReceivedAt = Around.Now, Customer = new Identifiers { Email = email }, Data = data ?? EventData.None,
    };

    internal sealed record Instance(CustomersTable Customers, Reactor Reactor, CustomerSweep Sweep);

    /// <summary>What is around the tables: the rules, the time, the queue, an empty catalogue.</summary>
    internal sealed class World : IMoments, IHandOn, ICatalogue
    {
        public Playbook Playbook { get; set; } = DefaultPlaybook.Playbook;

        public ShopState Shop { get; set; } = ShopState.Default;

        public DateTimeOffset Now { get; set; } = Start;

        public ValueTask<Moment> NowAsync(CancellationToken cancellation) => ValueTask.FromResult(new Moment(Playbook, Shop, Now));

        public Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation) => Task.CompletedTask;

        public Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

        public Task LearnAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

        public ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation) => ValueTask.FromResult<Product?>(null);
    }
}
