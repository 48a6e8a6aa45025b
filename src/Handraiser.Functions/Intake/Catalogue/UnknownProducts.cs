using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Handraiser.Functions.Intake.Catalogue;

/// <summary>
/// What events name and the catalogue does not know, for the operator: at most a thousand names, in one partition of the table
/// <c>products</c>; where there are more, those not seen for longest make room.
/// </summary>
public sealed class UnknownProducts(TableServiceClient tables, ICatalogue catalogue, CatalogueSettings settings)
{
    /// <summary>How many names are kept.</summary>
    public const int MostKept = 1_000;

    private const string Partition = "unknown";
    private const int MostInTransaction = 100;
    private const int MostTries = 5;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Products);

    /// <summary>Adds to how often each was seen. A crash in between counts some of them not at all or twice: the figures say what matters, not how much exactly.</summary>
    /// <exception cref="RequestFailedException">Storage is down, or others write all the time.</exception>
    public async Task AddAsync(IReadOnlyList<Sighting> seen, CancellationToken cancellation)
    {
        var open = new Queue<Sighting[]>(seen.DistinctBy(s => (s.Kind, s.Name)).Take(MostKept).Chunk(MostInTransaction / 2));
        var tries = 0;
        while (open.TryPeek(out var some))
        {
            try
            {
                await table.SubmitTransactionAsync(Changes(some, await RowsAsync(cancellation)), cancellation);
                open.Dequeue();
                tries = 0;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 409 or 412 && ++tries < MostTries)
            {
                // Another instance wrote at the same moment.
            }
        }
    }

    /// <summary>The names seen most often that are still unknown; what has become known since is let go.</summary>
    public async Task<IReadOnlyList<Sighting>> ListAsync(int most, CancellationToken cancellation)
    {
        var listed = new List<Sighting>();
        foreach (var (key, row) in (await RowsAsync(cancellation)).OrderByDescending(r => Read(r.Value).Times))
        {
            if (listed.Count == most) break;
            var one = Read(row);
            if (await IsKnownAsync(one, cancellation)) await table.DeleteEntityAsync(Partition, key, cancellationToken: cancellation);
            else listed.Add(one);
        }
        return listed;
    }

    private async ValueTask<bool> IsKnownAsync(Sighting one, CancellationToken cancellation) => one.Kind switch
    {
        SightingKind.Product => await catalogue.FindAsync(one.Name, null, null, cancellation) is not null,
        SightingKind.Variant => await catalogue.FindAsync(null, one.Name, null, cancellation) is not null,
        _ => settings.CategoryOf($"https://{one.Name}") is not null || await catalogue.FindAsync(null, null, $"https://{one.Name}", cancellation) is not null,
    };

    private static List<TableTransactionAction> Changes(Sighting[] seen, Dictionary<string, TableEntity> rows)
    {
        var keys = seen.Select(Key).ToHashSet(StringComparer.Ordinal);
        var longestAgo = new Queue<TableEntity>(rows.Where(r => !keys.Contains(r.Key)).Select(r => r.Value).OrderBy(r => Read(r).LastSeen));
        var count = rows.Count;
        var changes = new List<TableTransactionAction>();
        foreach (var one in seen)
        {
            if (rows.TryGetValue(Key(one), out var row))
            {
                var before = Read(row);
                changes.Add(new TableTransactionAction(TableTransactionActionType.UpdateReplace, Write(before with { Times = before.Times + one.Times, LastSeen = before.LastSeen > one.LastSeen ? before.LastSeen : one.LastSeen }), row.ETag));
                continue;
            }
            if (count < MostKept) count++;
            else changes.Add(new TableTransactionAction(TableTransactionActionType.Delete, longestAgo.Dequeue()));
            changes.Add(new TableTransactionAction(TableTransactionActionType.Add, Write(one)));
        }
        return changes;
    }

    private async Task<Dictionary<string, TableEntity>> RowsAsync(CancellationToken cancellation)
    {
        var rows = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellation)) rows[row.RowKey] = row;
        return rows;
    }

    private static string Key(Sighting one) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{one.Kind}\n{one.Name}")), 0, 16);

    private static TableEntity Write(Sighting one) => new(Partition, Key(one))
    {
        ["Kind"] = one.Kind.ToString(), ["Name"] = one.Name, ["Times"] = one.Times, ["LastSeen"] = one.LastSeen,
    };

    private static Sighting Read(TableEntity row) => new(
        Enum.Parse<SightingKind>(row.GetString("Kind")), row.GetString("Name"), row.GetInt64("Times") ?? 0, row.GetDateTimeOffset("LastSeen") ?? DateTimeOffset.MinValue);
}
