using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Handraiser.IntegrationTests.Tables;

[Collection(AzuriteTests.Name)]
public sealed class TransactionTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task A_hundred_rows_are_written_at_once_and_each_answers_its_version()
    {
        var bytes = new byte[8 * 1024];
        new Random(4).NextBytes(bytes);
        var actions = Enumerable.Range(0, 100)
            .Select(index => new TableTransactionAction(TableTransactionActionType.UpsertReplace, new TableEntity("p", $"r{index:000}") { ["N"] = index, ["Bytes"] = bytes }));

        var responses = (await Table.SubmitTransactionAsync(actions)).Value;
        var rows = await Table.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(100, responses.Count);
        Assert.All(responses, response => Assert.Equal(204, response.Status));
        Assert.Equal(rows.Select(row => (ETag?)row.ETag), responses.Select(response => response.Headers.ETag));
        Assert.Equal(Enumerable.Range(0, 100), rows.Select(row => row.GetInt32("N")!.Value));
        Assert.All(rows, row => Assert.Equal(bytes, row.GetBinary("Bytes")));
    }

    [Fact]
    public async Task Every_kind_of_action_does_what_it_says()
    {
        await FillAsync(5, index => new TableEntity("p", "r" + index) { ["A"] = 1, ["B"] = 1 });
        TableEntity Row(string key) => new("p", key) { ["B"] = 2 };

        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("new")),
            new(TableTransactionActionType.UpdateMerge, Row("r0")),
            new(TableTransactionActionType.UpdateReplace, Row("r1"), ETag.All),
            new(TableTransactionActionType.UpsertMerge, Row("r2")),
            new(TableTransactionActionType.UpsertReplace, Row("r3")),
            new(TableTransactionActionType.Delete, Row("r4")),
        ]);

        var rows = await Table.QueryAsync<TableEntity>().ToDictionaryAsync(row => row.RowKey, row => (row.GetInt32("A"), row.GetInt32("B")));
        Assert.Equal(
            new Dictionary<string, (int?, int?)> { ["new"] = (null, 2), ["r0"] = (1, 2), ["r1"] = (null, 2), ["r2"] = (1, 2), ["r3"] = (null, 2) },
            rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    public async Task One_refused_action_undoes_all_and_is_named_by_its_index(int index)
    {
        await Table.AddEntityAsync(new TableEntity("p", "taken"));
        var actions = Enumerable.Range(0, 20).Select(number => Add(number == index ? "taken" : "r" + number));

        var error = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions));

        Assert.Equal(409, error.Status);
        Assert.True(error.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.Equal(index, error.FailedTransactionActionIndex);
        Assert.Equal("taken", (await Table.QueryAsync<TableEntity>().SingleAsync()).RowKey);
    }

    [Fact]
    public async Task A_stale_version_refuses_the_transaction()
    {
        var stale = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, stale);

        var error = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [Add("other"), new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r"), stale)]));

        Assert.Equal(412, error.Status);
        Assert.True(error.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
        Assert.Equal(1, error.FailedTransactionActionIndex);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "other")).HasValue);
    }

    [Fact]
    public async Task Deleting_a_row_that_is_not_there_refuses_the_transaction()
    {
        var error = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [Add("r"), new(TableTransactionActionType.Delete, new TableEntity("p", "absent"))]));

        Assert.Equal(404, error.Status);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }

    [Fact]
    public async Task A_transaction_of_nothing_is_an_error_of_the_caller() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));

    [Fact]
    public async Task A_transaction_without_a_table_fails_with_TableNotFound()
    {
        var nowhere = Service.GetTableClient(AzuriteFixture.RandomName());

        var error = await Assert.ThrowsAnyAsync<RequestFailedException>(() => nowhere.SubmitTransactionAsync([Add("r")]));

        Assert.Equal(404, error.Status);
    }
}
