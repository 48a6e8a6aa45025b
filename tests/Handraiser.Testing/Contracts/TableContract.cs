using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Xunit;

namespace Handraiser.Testing.Contracts;

/// <summary>What the application relies on of tables. The same tests hold for the service's emulator and for the twin in memory.</summary>
public abstract class TableContract
{
    private static readonly DateTimeOffset s_moment = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);

    /// <summary>The account under test.</summary>
    protected abstract TableServiceClient Tables { get; }

    [Fact]
    public async Task A_row_reads_back_as_it_was_written_with_its_version()
    {
        var table = await TableAsync();
        var written = await table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "ü", ["Int"] = 1, ["Long"] = 5L, ["Real"] = 0.5, ["Bytes"] = new byte[] { 1, 2 }, ["At"] = s_moment, ["Nothing"] = null });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(("ü", 1, 5L, 0.5, s_moment), (row.GetString("Text"), row.GetInt32("Int"), row.GetInt64("Long"), row.GetDouble("Real"), row.GetDateTimeOffset("At")));
        Assert.Equal([1, 2], row.GetBinary("Bytes"));
        Assert.False(row.ContainsKey("Nothing"));
        Assert.Equal(written.Headers.ETag, row.ETag);
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_404_when_got_and_no_value_when_asked_for()
    {
        var table = await TableAsync();

        await RefusedAsync(404, "ResourceNotFound", () => table.GetEntityAsync<TableEntity>("p", "r"));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task Without_its_table_a_row_cannot_be_added_and_nothing_be_queried()
    {
        var nowhere = Tables.GetTableClient(Name());

        await RefusedAsync(404, "TableNotFound", () => nowhere.AddEntityAsync(new TableEntity("p", "r")));
        await RefusedAsync(404, "TableNotFound", async () => await nowhere.QueryAsync<TableEntity>().ToListAsync());
        Assert.False((await nowhere.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task A_row_is_added_once()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        await RefusedAsync(409, "EntityAlreadyExists", () => table.AddEntityAsync(new TableEntity("p", "r")));
    }

    [Fact]
    public async Task A_write_and_a_deletion_meet_only_the_version_that_they_expect()
    {
        var table = await TableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        var second = (await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first, TableUpdateMode.Replace)).Headers.ETag!.Value;

        Assert.NotEqual(first, second);
        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first, TableUpdateMode.Replace));
        await RefusedAsync(412, "UpdateConditionNotSatisfied", () => table.DeleteEntityAsync("p", "r", first));
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 4 }, ETag.All);
        await table.DeleteEntityAsync("p", "r", ETag.All);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r", ETag.All)).Status);
    }

    [Fact]
    public async Task Merging_keeps_other_columns_replacing_drops_them_and_only_an_upsert_adds()
    {
        var table = await TableAsync();
        await RefusedAsync(404, "ResourceNotFound", () => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 });
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 3 }, TableUpdateMode.Replace);
        var replaced = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((1, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((false, 3), (replaced.ContainsKey("A"), replaced.GetInt32("C")));
    }

    [Fact]
    public async Task A_transaction_does_all_or_nothing_and_names_the_action_at_fault()
    {
        var table = await TableAsync();
        var old = (await table.AddEntityAsync(new TableEntity("p", "there"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "there") { ["N"] = 1 });

        var stale = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "new")),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "there") { ["N"] = 2 }, old),
        ]));
        var twice = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "there"))]));
        var gone = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "new")),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "newer")),
            new(TableTransactionActionType.Delete, new TableEntity("p", "gone"), ETag.All),
        ]));

        Assert.Equal((412, 1), (stale.Status, stale.FailedTransactionActionIndex));
        Assert.Equal((409, 0), (twice.Status, twice.FailedTransactionActionIndex));
        Assert.Equal((404, "ResourceNotFound", 2), (gone.Status, gone.ErrorCode, gone.FailedTransactionActionIndex));
        Assert.Equal(["there"], (await table.QueryAsync<TableEntity>().ToListAsync()).Select(r => r.RowKey));
        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("p", "there")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task A_transaction_of_a_hundred_rows_answers_their_versions_in_order()
    {
        var table = await TableAsync();

        var answer = await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", Number(i)))));
        var rows = await table.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(100, rows.Count);
        Assert.Equal(rows.Select(r => r.ETag), answer.Value.Select(r => r.Headers.ETag!.Value));
    }

    [Fact]
    public async Task Rows_come_in_the_order_of_their_keys_page_by_page()
    {
        var table = await TableAsync();
        foreach (var some in Enumerable.Range(0, 1050).Chunk(100)) await table.SubmitTransactionAsync(some.Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", Number(i)))));

        var pages = await table.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages().ToListAsync();
        var small = await table.QueryAsync<TableEntity>("PartitionKey lt 'q'", maxPerPage: 400).AsPages().ToListAsync();

        Assert.Equal([1000, 50], pages.Select(p => p.Values.Count));
        Assert.Equal([400, 400, 250], small.Select(p => p.Values.Count));
        Assert.Equal(Enumerable.Range(0, 1050).Select(Number), small.SelectMany(p => p.Values).Select(r => r.RowKey));
    }

    [Theory]
    [InlineData("PartitionKey eq 'p' and RowKey ge 'c' and RowKey lt 'd'", "c1 c2")]
    [InlineData("PartitionKey eq 'p' and State ne 'Closed'", "c1 s1")]
    [InlineData("PartitionKey lt 'p:'", "c1 c2 s1")]
    [InlineData("(N gt 1) and (N le 3) or RowKey eq 'c1'", "c1 c2 s1")]
    [InlineData("not (N eq 2)", "c1 s1")]
    [InlineData("At ge datetime'2026-02-03T04:05:08Z'", "c2 s1")]
    [InlineData("State eq 'it''s'", "s1")]
    [InlineData("Unknown eq 'x'", "")]
    public async Task Filters_find_what_they_say(string filter, string keys)
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "c1") { ["State"] = "Open", ["N"] = 1, ["At"] = s_moment });
        await table.AddEntityAsync(new TableEntity("p", "c2") { ["State"] = "Closed", ["N"] = 2, ["At"] = s_moment.AddSeconds(2) });
        await table.AddEntityAsync(new TableEntity("p", "s1") { ["State"] = "it's", ["N"] = 3, ["At"] = s_moment.AddSeconds(3) });

        Assert.Equal(keys, string.Join(' ', (await table.QueryAsync<TableEntity>(filter).ToListAsync()).Select(r => r.RowKey)));
    }

    protected static async Task<RequestFailedException> RefusedAsync(int status, string code, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAnyAsync<RequestFailedException>(call);
        Assert.Equal((status, code), (refusal.Status, refusal.ErrorCode));
        return refusal;
    }

    protected async Task<TableClient> TableAsync()
    {
        var table = Tables.GetTableClient(Name());
        await table.CreateIfNotExistsAsync();
        return table;
    }

    private static string Name() => "t" + Guid.NewGuid().ToString("N");

    private static string Number(int i) => i.ToString("0000", CultureInfo.InvariantCulture);
}
