using System.Globalization;
using Azure.Data.Tables;

namespace Handraiser.IntegrationTests.Tables;

[Collection(AzuriteTests.Name)]
public sealed class QueryTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static readonly DateTimeOffset s_moment = DateTimeOffset.Parse("2026-02-03T04:05:06.1234567Z", CultureInfo.InvariantCulture);

    [Fact]
    public async Task All_rows_come_back_in_order_over_many_pages()
    {
        await FillAsync(2500, index => new TableEntity("p", $"{index:0000}") { ["N"] = index });

        var pages = await Table.QueryAsync<TableEntity>().AsPages().ToListAsync();
        var rows = await Table.QueryAsync<TableEntity>(row => row.PartitionKey == "p").ToListAsync();

        Assert.Equal([1000, 1000, 500], pages.Select(page => page.Values.Count));
        Assert.Equal([true, true, false], pages.Select(page => !string.IsNullOrEmpty(page.ContinuationToken)));
        Assert.Equal(Enumerable.Range(0, 2500), rows.Select(row => row.GetInt32("N")!.Value));
        Assert.Equal(2500, Table.Query<TableEntity>().Count());
    }

    [Fact]
    public async Task A_query_goes_on_from_a_continuation_token_with_the_page_size_asked()
    {
        await FillAsync(10, index => new TableEntity("p", $"{index:0000}"));

        var first = await Table.QueryAsync<TableEntity>("PartitionKey eq 'p'", maxPerPage: 4).AsPages().FirstAsync();
        var rest = await Table.QueryAsync<TableEntity>("PartitionKey eq 'p'", maxPerPage: 4).AsPages(first.ContinuationToken).ToListAsync();
        var byHint = await Table.QueryAsync<TableEntity>().AsPages(pageSizeHint: 7).ToListAsync();

        Assert.Equal(4, first.Values.Count);
        Assert.Equal([4, 2], rest.Select(page => page.Values.Count));
        Assert.Equal("0004", rest[0].Values[0].RowKey);
        Assert.Equal([7, 3], byHint.Select(page => page.Values.Count));
    }

    [Fact]
    public async Task Filters_compare_every_kind_of_column()
    {
        var id = Guid.NewGuid();
        await Table.AddEntityAsync(new Visit
        {
            PartitionKey = "p", RowKey = "it's", Page = "O'Neill's \"bikes\"", Count = 5, Big = 1L << 40, Share = 2, Known = true, Id = id,
            At = s_moment, Day = s_moment.UtcDateTime, Bytes = [171, 205], MaybeCount = 9,
        });
        await Table.AddEntityAsync(new Visit { PartitionKey = "p", RowKey = "other", At = s_moment.AddDays(1), Day = s_moment.UtcDateTime.AddDays(1), Share = 1 });
        var page = "O'Neill's \"bikes\"";

        foreach (var filter in new[]
        {
            TableClient.CreateQueryFilter($"Page eq {page} and RowKey eq {"it's"}"),
            TableClient.CreateQueryFilter($"Count eq {5} and Known eq {true}"),
            TableClient.CreateQueryFilter($"Big gt {1L << 39}"),
            TableClient.CreateQueryFilter($"Share gt {1.5}"),
            TableClient.CreateQueryFilter($"Id eq {id}"),
            TableClient.CreateQueryFilter($"At le {s_moment}"),
            TableClient.CreateQueryFilter<Visit>(visit => visit.Page == page),
            TableClient.CreateQueryFilter<Visit>(visit => visit.Count >= 5 && visit.Big == 1L << 40),
            TableClient.CreateQueryFilter<Visit>(visit => visit.Share > 1.5 && visit.Share <= 2.0),
            TableClient.CreateQueryFilter<Visit>(visit => visit.Known == true && visit.Id == id),
            TableClient.CreateQueryFilter<Visit>(visit => visit.At <= s_moment && visit.Day < s_moment.UtcDateTime.AddHours(1)),
            TableClient.CreateQueryFilter<Visit>(visit => visit.MaybeCount == 9 || (visit.Count != 0 && !(visit.Count < 5))),
            TableClient.CreateQueryFilter<Visit>(visit => visit.Bytes == new byte[] { 171, 205 }),
            TableClient.CreateQueryFilter<Visit>(visit => string.Compare(visit.RowKey, "it") >= 0 && visit.RowKey.CompareTo("j") < 0),
            TableClient.CreateQueryFilter<TableEntity>(row => row.GetInt32("Count") == 5),
            TableClient.CreateQueryFilter<TableEntity>(row => (string)row["Page"] == page),
        })
        {
            var found = await Table.QueryAsync<Visit>(filter).Select(visit => visit.RowKey).ToListAsync();
            Assert.True(found is ["it's"], $"{filter} found: {string.Join(", ", found)}");
        }
    }

    [Fact]
    public void Filters_read_as_the_service_documents_them()
    {
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var day = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        Assert.Equal("RowKey eq 'it''s'", TableClient.CreateQueryFilter($"RowKey eq {"it's"}"));
        Assert.Equal("A eq 5L and B eq true", TableClient.CreateQueryFilter($"A eq {5L} and B eq {true}"));
        Assert.Equal("Id eq guid'0f8fad5b-d9cb-469f-a165-70867728950e'", TableClient.CreateQueryFilter($"Id eq {id}"));
        Assert.Equal("Day ge datetime'2026-01-02T03:04:05Z'", TableClient.CreateQueryFilter($"Day ge {day}"));
        Assert.Equal("(PartitionKey eq 'p') and (RowKey gt 'it''s')", TableClient.CreateQueryFilter<Visit>(visit => visit.PartitionKey == "p" && visit.RowKey.CompareTo("it's") > 0));
        Assert.Equal("Weekday eq 5", TableClient.CreateQueryFilter<Visit>(visit => visit.Weekday == DayOfWeek.Friday));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new Uri("http://a")}"));
    }

    [Fact]
    public async Task Rows_of_one_segment_are_found_by_a_range_of_keys()
    {
        await FillAsync(30, index => new TableEntity("p", $"{"csm"[index % 3]}{index:00}"));

        var found = await Table.QueryAsync<TableEntity>("PartitionKey eq 'p' and RowKey ge 'm' and RowKey lt 'n'").ToListAsync();

        Assert.Equal(10, found.Count);
        Assert.All(found, row => Assert.StartsWith("m", row.RowKey, StringComparison.Ordinal));
    }
}
