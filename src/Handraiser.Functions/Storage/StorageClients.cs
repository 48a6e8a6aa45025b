using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Storage;

/// <summary>
/// The clients of the storage account that holds data and queues: by a connection string in the setting <c>DataStorage</c>, or by identity
/// with <c>DataStorage__tableServiceUri</c>, <c>__queueServiceUri</c>, <c>__blobServiceUri</c> and, for a user-assigned one, <c>__clientId</c>.
/// </summary>
public sealed class StorageClients
{
    // List prices in US dollars, by the call (infra/README.md).
    private const double QueueCall = 0.004 / 10_000;
    private const double TableCall = 0.00036 / 10_000;
    private const double BlobRead = 0.005 / 10_000;
    private const double BlobWrite = 0.055 / 10_000;

    /// <summary>A call that hangs keeps everything waiting that gathers behind it; the clients' own patience is 100 seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Makes the clients; nothing is called yet.</summary>
    /// <exception cref="InvalidOperationException">Neither a connection string nor service addresses are configured.</exception>
    /// <param name="settings">The settings.</param>
    /// <param name="policies">What watches every call beside the meter; none on Azure.</param>
    /// <param name="transport">What carries the calls; null for the clients' own.</param>
    public StorageClients(IConfiguration settings, IEnumerable<HttpPipelinePolicy> policies, HttpPipelineTransport? transport = null)
    {
        // Messages are text of our own encoding (EventPack): nothing on the way may encode them again.
        var plain = Watched(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }, new StorageMeter("queues", QueueCall, QueueCall));
        var tables = Watched(new TableClientOptions(), new StorageMeter("tables", TableCall, TableCall));
        var blobs = Watched(new BlobClientOptions(), new StorageMeter("blobs", BlobRead, BlobWrite));
        if (settings[Names.Settings.Storage] is { Length: > 0 } connection)
        {
            Tables = new TableServiceClient(connection, tables);
            Queues = new QueueServiceClient(connection, plain);
            Blobs = new BlobServiceClient(connection, blobs);
            return;
        }
        var identity = Identity(settings[$"{Names.Settings.Storage}:clientId"]);
        Tables = new TableServiceClient(Address("tableServiceUri"), identity, tables);
        Queues = new QueueServiceClient(Address("queueServiceUri"), identity, plain);
        Blobs = new BlobServiceClient(Address("blobServiceUri"), identity, blobs);

        TOptions Watched<TOptions>(TOptions options, StorageMeter meter)
            where TOptions : ClientOptions
        {
            options.Retry.NetworkTimeout = Patience;
            if (transport is not null) options.Transport = transport;
            foreach (var policy in policies.Append(meter)) options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
            return options;
        }

        Uri Address(string name) => Uri.TryCreate(settings[$"{Names.Settings.Storage}:{name}"], UriKind.Absolute, out var address)
            ? address
            : throw new InvalidOperationException($"Storage is not configured: set {Names.Settings.Storage} to a connection string, or {Names.Settings.Storage}__{name} to the service's address.");
    }

    /// <summary>Customers, agenda, follow-ups, ledger, products, parked, suppressions.</summary>
    public TableServiceClient Tables { get; }

    /// <summary>Events and deliveries.</summary>
    public QueueServiceClient Queues { get; }

    /// <summary>Archive, large messages, playbooks.</summary>
    public BlobServiceClient Blobs { get; }

    /// <summary>Creates every table, queue and container that is missing. Deployment declares them; on one machine this does.</summary>
    public async Task CreateAllAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(
        [
            .. Names.Tables.All.Select(name => Tables.CreateTableIfNotExistsAsync(name, cancellation)),
            .. Names.Queues.All.SelectMany(name => new[] { name, name + Names.Queues.PoisonSuffix }).Select(name => Queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellation)),
            .. Names.Containers.All.Select(name => Blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellation)),
        ]);
    }

    private static TokenCredential Identity(string? clientId) =>
        clientId is { Length: > 0 } ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId)) : new DefaultAzureCredential();
}
