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

    /// <summary>What was done with one customer's data, in the order of time. Reads the whole table, which has few rows: for a customer who asks, never for an event.</summary>
    Task<IReadOnlyList<AuditLine>> OfAsync(string customerId, CancellationToken cancellation);

    /// <summary>Writes one line about what was switched for the whole shop.</summary>
    /// <param name="what">What was done: <c>stop-sending</c>, <c>resume-sending</c>, <c>pause-play</c>, <c>resume-play</c>, <c>import-codes</c>, <c>publish-playbook</c>.</param>
    /// <param name="subject">To what: a domain, a play, a pool, a version.</param>
    /// <param name="by">By whose order.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task WriteShopAsync(string what, string subject, string by, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>One line of what was done.</summary>
/// <param name="What">What.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="At">When, UTC.</param>
public sealed record AuditLine(string What, string By, DateTimeOffset At);

/// <summary>The <c>audit</c> table: one partition a month, in the order of time.</summary>
internal sealed class AuditTable(TableServiceClient tables) : IAudit
{
    private readonly TableClient table = tables.GetTableClient(Names.Tables.Audit);

    public Task WriteAsync(string what, string customerId, string by, DateTimeOffset now, CancellationToken cancellation) =>
        AddAsync(what, "Customer", customerId, by, now, cancellation);

    public Task WriteShopAsync(string what, string subject, string by, DateTimeOffset now, CancellationToken cancellation) =>
        AddAsync(what, "Subject", subject, by, now, cancellation);

    private Task<Azure.Response> AddAsync(string what, string column, string whom, string by, DateTimeOffset now, CancellationToken cancellation) =>
        table.UpsertEntityAsync(
            new TableEntity(
                now.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:ddHHmmssfffffff}-{StableHash.Id(what, whom, by)}"))
            {
                ["What"] = what,
                [column] = whom,
                ["By"] = by,
                ["At"] = now,
            },
            TableUpdateMode.Replace,
            cancellation);

    public async Task<IReadOnlyList<AuditLine>> OfAsync(string customerId, CancellationToken cancellation)
    {
        var lines = new List<AuditLine>();
        var filter = TableClient.CreateQueryFilter($"Customer eq {customerId}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation)) lines.Add(new AuditLine(row.GetString("What"), row.GetString("By"), row.GetDateTimeOffset("At") ?? default));
        return [.. lines.OrderBy(l => l.At)];
    }
}
