using Azure;
using Azure.Data.Tables;
using Handraiser.Functions.Storage;
using Handraiser.Plays;

namespace Handraiser.Functions.Sending;

/// <summary>The switches as rows of one partition of the <c>ledger</c> table: few, and read by every instance together.</summary>
internal sealed class SwitchesTable(TableServiceClient tables) : ISwitches
{
    private const int MostRounds = 10;

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Ledger);

    public async Task<Switches> ReadAsync(CancellationToken cancellation)
    {
        var domains = new List<DomainSwitch>();
        var paused = new List<PausedPlay>();
        await foreach (var row in table.QueryAsync<TableEntity>($"PartitionKey eq '{Keys.ShopPartition}'", cancellationToken: cancellation))
        {
            if (row.RowKey.StartsWith(Keys.DomainPrefix, StringComparison.Ordinal)) domains.Add(Domain(row));
            else if (row.RowKey.StartsWith(Keys.PausePrefix, StringComparison.Ordinal)) paused.Add(new PausedPlay(row.RowKey[Keys.PausePrefix.Length..], row.GetString("By"), At(row)));
        }
        return new Switches(domains, paused);
    }

    public Task<bool> StopAsync(string domain, string reason, string by, DateTimeOffset now, CancellationToken cancellation) => ChangeAsync(domain, known => known is { IsStopped: true }
        ? null
        : new DomainSwitch { Domain = domain, IsStopped = true, Reason = reason, By = by, At = now }, cancellation);

    public Task<bool> ResumeAsync(string domain, string by, SendingCounts hour, DateTimeOffset now, CancellationToken cancellation) => ChangeAsync(domain, known => known is { IsStopped: true }
        ? known with { IsStopped = false, By = by, At = now, IsTold = true, Before = hour }
        : null, cancellation);

    public Task ToldAsync(string domain, CancellationToken cancellation) => ChangeAsync(domain, known => known is { IsStopped: true, IsTold: false } ? known with { IsTold = true } : null, cancellation);

    public async Task<bool> PauseAsync(string play, bool pause, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        var key = Keys.PausePrefix + play;
        try
        {
            if (pause) await table.AddEntityAsync(new TableEntity(Keys.ShopPartition, key) { ["By"] = by, ["At"] = now }, cancellation);
            else await table.DeleteEntityAsync(Keys.ShopPartition, key, ETag.All, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409)
        {
            return false;
        }
    }

    public async Task<bool> NoteAsync(string what, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(Keys.NotesPartition, what) { ["At"] = now }, cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Changes one domain's row by a conditional write; false when there was nothing to change.</summary>
    private async Task<bool> ChangeAsync(string domain, Func<DomainSwitch?, DomainSwitch?> change, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(Keys.ShopPartition, Keys.DomainPrefix + domain, cancellationToken: cancellation);
            if (change(found.HasValue ? Domain(found.Value!) : null) is not { } next) return false;
            try
            {
                if (found.HasValue) await table.UpdateEntityAsync(Row(next), found.Value!.ETag, TableUpdateMode.Replace, cancellation);
                else await table.AddEntityAsync(Row(next), cancellation);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && round < MostRounds)
            {
                // Another instance was faster: what it left is looked at.
            }
        }
    }

    private static TableEntity Row(DomainSwitch one) => new(Keys.ShopPartition, Keys.DomainPrefix + one.Domain)
    {
        ["Stopped"] = one.IsStopped,
        ["Reason"] = one.Reason,
        ["By"] = one.By,
        ["At"] = one.At,
        ["Told"] = one.IsTold,
        ["Sent"] = one.Before.Sent,
        ["Delivered"] = one.Before.Delivered,
        ["Complaints"] = one.Before.Complaints,
        ["HardBounces"] = one.Before.HardBounces,
    };

    private static DomainSwitch Domain(TableEntity row) => new()
    {
        Domain = row.RowKey[Keys.DomainPrefix.Length..],
        IsStopped = row.GetBoolean("Stopped") == true,
        Reason = row.GetString("Reason") ?? "",
        By = row.GetString("By") ?? "",
        At = At(row),
        IsTold = row.GetBoolean("Told") == true,
        Before = new SendingCounts(Number(row, "Sent"), Number(row, "Delivered"), Number(row, "Complaints"), Number(row, "HardBounces")),
    };

    private static int Number(TableEntity row, string name) => row.GetInt32(name) ?? 0;

    private static DateTimeOffset At(TableEntity row) => row.GetDateTimeOffset("At") ?? default;
}
