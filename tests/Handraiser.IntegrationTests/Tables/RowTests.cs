using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Handraiser.IntegrationTests.Tables;

[Collection(AzuriteTests.Name)]
public sealed class RowTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Getting_a_row_that_is_not_there_fails_with_ResourceNotFound()
    {
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityAsync<TableEntity>("p", "r"));

        Assert.Equal(404, error.Status);
        Assert.True(error.ErrorCode == TableErrorCode.ResourceNotFound);
    }

    [Fact]
    public async Task Asking_for_a_row_that_is_not_there_answers_without_a_value()
    {
        var absent = await Table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        var nowhere = await Service.GetTableClient(AzuriteFixture.RandomName()).GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.False(absent.HasValue);
        Assert.Throws<InvalidOperationException>(() => absent.Value);
        Assert.Equal(404, absent.GetRawResponse().Status);
        Assert.False(nowhere.HasValue);
    }

    [Fact]
    public async Task Adding_a_row_twice_fails_with_EntityAlreadyExists()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, error.Status);
        Assert.True(error.ErrorCode == TableErrorCode.EntityAlreadyExists);
    }

    [Fact]
    public async Task Adding_or_querying_without_a_table_fails_with_TableNotFound()
    {
        var nowhere = Service.GetTableClient(AzuriteFixture.RandomName());

        var added = await Assert.ThrowsAsync<RequestFailedException>(() => nowhere.AddEntityAsync(new TableEntity("p", "r")));
        var queried = await Assert.ThrowsAsync<RequestFailedException>(async () => await nowhere.QueryAsync<TableEntity>().ToListAsync());

        Assert.True(added.ErrorCode == TableErrorCode.TableNotFound);
        Assert.True(queried.ErrorCode == TableErrorCode.TableNotFound);
        Assert.Equal(404, queried.Status);
    }

    [Fact]
    public async Task An_update_with_a_stale_version_fails_with_UpdateConditionNotSatisfied()
    {
        var first = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        var second = (await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first)).Headers.ETag!.Value;

        var update = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), first, TableUpdateMode.Replace));
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync("p", "r", first));

        Assert.NotEqual(first, second);
        Assert.Equal(412, update.Status);
        Assert.True(update.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied);
        Assert.Equal(412, delete.Status);
        Assert.Equal(second, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag);
    }

    [Fact]
    public async Task An_update_needs_a_version_or_any()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), default));
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 7 }, ETag.All);

        Assert.Equal(7, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task Updating_a_row_that_is_not_there_fails_and_upserting_adds_it()
    {
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1 });

        Assert.Equal(404, error.Status);
        Assert.Equal(1, (await Table.GetEntityAsync<TableEntity>("p", "r")).Value["A"]);
    }

    [Fact]
    public async Task Merging_keeps_other_columns_and_replacing_drops_them()
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 1 });
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 });
        var merged = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["C"] = 3 }, merged.ETag, TableUpdateMode.Replace);
        var replaced = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((1, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.False(replaced.ContainsKey("A"));
        Assert.Equal(3, replaced.GetInt32("C"));
    }

    [Fact]
    public async Task Deleting_a_row_that_is_not_there_answers_404_and_does_not_throw()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.Equal(204, (await Table.DeleteEntityAsync(new TableEntity("p", "r"))).Status);
        Assert.Equal(404, (await Table.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task A_write_does_not_change_the_entity_and_answers_the_new_version()
    {
        var entity = new TableEntity("p", "r");
        var response = await Table.AddEntityAsync(entity);

        Assert.Equal(default, entity.ETag);
        Assert.Equal(204, response.Status);
        Assert.Equal((await Table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag, response.Headers.ETag);
    }

    [Theory]
    [InlineData("with 'quotes'")]
    [InlineData("100%&+=;,()[]{}")]
    [InlineData("grün 🙋 ünïcode")]
    [InlineData("a b\"c<d>|^`~!@$*")]
    [InlineData("")]
    public async Task Keys_keep_every_character_that_the_service_allows(string key)
    {
        await Table.AddEntityAsync(new TableEntity("p" + key, key));
        await Table.UpdateEntityAsync(new TableEntity("p" + key, key) { ["N"] = 1 }, ETag.All);
        var read = (await Table.GetEntityAsync<TableEntity>("p" + key, key)).Value;
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.Delete, read, read.ETag)]);

        Assert.Equal(("p" + key, key, 1), (read.PartitionKey, read.RowKey, read.GetInt32("N")));
        Assert.Equal(404, (await Table.DeleteEntityAsync("p" + key, key)).Status);
    }

    [Fact]
    public async Task Creating_a_table_that_is_there_answers_the_409_and_deleting_one_that_is_not_the_404()
    {
        var again = await Service.CreateTableIfNotExistsAsync(Table.Name);
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => Table.CreateAsync());
        var gone = await Service.DeleteTableAsync(AzuriteFixture.RandomName());

        Assert.NotNull(again);
        Assert.Equal(409, again.GetRawResponse().Status);
        Assert.Equal(Table.Name, again.Value.Name);
        Assert.True(error.ErrorCode == TableErrorCode.TableAlreadyExists);
        Assert.Equal(404, gone.Status);
        Assert.Contains(Table.Name, await Service.QueryAsync().Select(table => table.Name).ToListAsync());
    }

    [Fact]
    public async Task Cancelling_stops_a_call()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.AddEntityAsync(new TableEntity("p", "r"), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.SubmitTransactionAsync([Add("r")], cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Table.QueryAsync<TableEntity>(cancellationToken: cancelled.Token).ToListAsync());
    }
}
