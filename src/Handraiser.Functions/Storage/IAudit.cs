using System.Globalization;
using Azure.Data.Tables;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>What was done with a customer's data, by whose order: ids are keyed hashes, and nothing else is personal.</summary>
public interface IAudit
{
    /// <summary>Writes one line; the same line at the same time twice is one.</summary>
    /// <param name="what">What was done: <c>export</c>, <c>erase</c>, <c>access</c>.</param>
    /// <param name="customerId">With whose data.</param>
    /// <param name="by">Who asked for it: <c>operator</c>, or the sender that passed it on.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task WriteAsync(string what, string customerId, string by, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>The <c>audit</c> table: one partition a month, in the order of time.</summary>
internal sealed class AuditTable(TableServiceClient tables) : IAudit
{
    private readonly TableClient table = tables.GetTableClient(Names.Tables.Audit);

    public Task WriteAsync(string what, string customerId, string by, DateTimeOffset now, CancellationToken cancellation) =>
        table.UpsertEntityAsync(
            new TableEntity(
                now.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:ddHHmmssfffffff}-{StableHash.Id(what, customerId, by)}"))
            {
                ["What"] = what,
                ["Customer"] = customerId,
                ["By"] = by,
                ["At"] = now,
            },
            TableUpdateMode.Replace,
            cancellation);
}
