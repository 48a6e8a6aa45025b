using Azure;
using Azure.Data.Tables;
using Handraiser.Functions;
using Handraiser.Functions.Storage;

namespace Handraiser.LocalHost.Doctor;

/// <summary>Looks at the storage that the application is set up with; writes nothing.</summary>
internal sealed class StorageProbe(StorageClients clients) : IStorageProbe
{
    public async Task<StorageState> LookAsync(CancellationToken cancellation)
    {
        var queues = await Task.WhenAll(Names.Queues.All.SelectMany(n => new[] { n, n + Names.Queues.PoisonSuffix }).Select(n => QueueAsync(n, cancellation)));
        var tables = await Task.WhenAll(Names.Tables.All.Select(async n => (Name: n, Exists: await HasTableAsync(n, cancellation))));
        var containers = await Task.WhenAll(Names.Containers.All.Select(async n => (Name: n, Exists: (await clients.Blobs.GetBlobContainerClient(n).ExistsAsync(cancellation)).Value)));
        return new StorageState(
            [.. queues.Where(q => !q.Exists).Select(q => q.Name)],
            [.. tables.Where(t => !t.Exists).Select(t => t.Name)],
            [.. containers.Where(c => !c.Exists).Select(c => c.Name)],
            [.. queues.Where(q => q.Messages > 0 && q.Name.EndsWith(Names.Queues.PoisonSuffix, StringComparison.Ordinal)).Select(q => q.Name)],
            queues.Max(q => q.Now));
    }

    private async Task<(string Name, bool Exists, int Messages, DateTimeOffset? Now)> QueueAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var found = await clients.Queues.GetQueueClient(name).GetPropertiesAsync(cancellation);
            return (name, true, found.Value.ApproximateMessagesCount, found.GetRawResponse().Headers.Date);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return (name, false, 0, e.GetRawResponse()?.Headers.Date);
        }
    }

    private async Task<bool> HasTableAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in clients.Tables.GetTableClient(name).QueryAsync<TableEntity>("PartitionKey eq 'doctor'", maxPerPage: 1, cancellationToken: cancellation)) break;
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }
}
