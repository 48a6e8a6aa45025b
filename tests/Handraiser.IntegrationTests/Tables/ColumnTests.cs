using System.Globalization;
using Azure.Data.Tables;

namespace Handraiser.IntegrationTests.Tables;

[Collection(AzuriteTests.Name)]
public sealed class ColumnTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static readonly DateTimeOffset s_moment = DateTimeOffset.Parse("2026-02-03T04:05:06.1234567Z", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_dictionary_row_reads_back_as_it_was_written()
    {
        var id = Guid.NewGuid();
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "\"quoted\" <b> + ü\n",
            ["Empty"] = "",
            ["Int"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["SmallLong"] = 5L,
            ["Double"] = 0.1,
            ["WholeDouble"] = 3.0,
            ["Decimal"] = 1.25m,
            ["True"] = true,
            ["Guid"] = id,
            ["At"] = s_moment,
            ["Local"] = s_moment.ToOffset(TimeSpan.FromHours(5)),
            ["Utc"] = s_moment.UtcDateTime,
            ["Bytes"] = new byte[] { 0, 255, 62, 63 },
            ["Data"] = BinaryData.FromString("data"),
            ["Day"] = DayOfWeek.Friday,
            ["Null"] = null,
        });

        var row = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("\"quoted\" <b> + ü\n", row.GetString("Text"));
        Assert.Equal("", row.GetString("Empty"));
        Assert.Equal(int.MinValue, row.GetInt32("Int"));
        Assert.Equal((long.MaxValue, 5L), (row.GetInt64("Long"), row.GetInt64("SmallLong")));
        Assert.Equal((0.1, 3.0, 1.25), (row.GetDouble("Double"), row.GetDouble("WholeDouble"), row.GetDouble("Decimal")));
        Assert.True(row.GetBoolean("True"));
        Assert.Equal(id, row.GetGuid("Guid"));
        Assert.Equal((s_moment, s_moment), (row.GetDateTimeOffset("At"), row.GetDateTimeOffset("Local")));
        Assert.IsType<DateTimeOffset>(row["Utc"]);
        Assert.Equal(s_moment.UtcDateTime, row.GetDateTime("Utc"));
        Assert.Equal([0, 255, 62, 63], row.GetBinary("Bytes"));
        Assert.Equal("data", row.GetBinaryData("Data").ToString());
        Assert.Equal("Friday", row["Day"]);
        Assert.False(row.ContainsKey("Null"));
        Assert.Null(row.GetInt64("Missing"));
        Assert.Throws<InvalidOperationException>(() => row.GetInt64("Int"));
        Assert.True(row.ContainsKey("odata.etag"));
        Assert.Equal(row.ETag.ToString(), row["odata.etag"]);
        Assert.NotNull(row.Timestamp);
    }

    [Fact]
    public async Task A_class_row_reads_back_as_it_was_written()
    {
        var visit = new Visit
        {
            PartitionKey = "p", RowKey = "r", Page = "/bikes", Count = -3, Big = long.MinValue, Share = 0.25, Known = true, Id = Guid.NewGuid(),
            At = s_moment, Day = s_moment.UtcDateTime, Bytes = [1, 2, 3], Data = BinaryData.FromString("x"), MaybeCount = 4, Weekday = DayOfWeek.Sunday,
            Renamed = "s", Secret = "never stored",
        };
        var written = await Table.AddEntityAsync(visit);

        var read = (await Table.GetEntityAsync<Visit>("p", "r")).Value;
        var raw = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(written.Headers.ETag, read.ETag);
        Assert.NotNull(read.Timestamp);
        Assert.Equal(
            (visit.Page, visit.Count, visit.Big, visit.Share, visit.Known, visit.Id, visit.At, visit.Day, visit.MaybeCount, visit.Weekday, visit.Renamed),
            (read.Page, read.Count, read.Big, read.Share, read.Known, read.Id, read.At, read.Day, read.MaybeCount, read.Weekday, read.Renamed));
        Assert.Equal(visit.Bytes, read.Bytes);
        Assert.Equal("x", read.Data!.ToString());
        Assert.Null(read.MaybeAt);
        Assert.Null(read.Secret);
        Assert.Equal("s", raw["short"]);
        Assert.Equal("Sunday", raw["Weekday"]);
        Assert.False(raw.ContainsKey("Secret"));
        Assert.False(raw.ContainsKey("ETag"));
    }

    [Fact]
    public async Task Several_columns_of_64_KiB_come_back_whole()
    {
        var bytes = new byte[64 * 1024];
        new Random(3).NextBytes(bytes);
        var entity = new TableEntity("p", "r") { ["A"] = bytes, ["B"] = bytes.Reverse().ToArray(), ["C"] = new string('ü', 32 * 1024) };

        await Table.UpsertEntityAsync(entity, TableUpdateMode.Replace);
        var row = (await Table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(bytes, row.GetBinary("A"));
        Assert.Equal(bytes.Reverse(), row.GetBinary("B"));
        Assert.Equal(entity["C"], row["C"]);
    }

    [Fact]
    public async Task A_selection_reads_only_the_columns_named()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var row = (await Table.GetEntityAsync<TableEntity>("p", "r", ["A", "RowKey"])).Value;
        var queried = await Table.QueryAsync<Visit>(select: ["PartitionKey", "RowKey"]).SingleAsync();

        Assert.Equal((1, "r"), (row.GetInt32("A"), row.RowKey));
        Assert.False(row.ContainsKey("B"));
        Assert.Equal("r", queried.RowKey);
    }

    [Fact]
    public async Task A_time_that_is_not_in_utc_is_refused() =>
        await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["At"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local) }));

    [Fact]
    public void A_column_of_a_dictionary_row_keeps_its_type()
    {
        var row = new TableEntity("p", "r") { ["Long"] = 1L, ["Int"] = 1 };
        row["Long"] = 2;
        row["Int"] = 3L;

        Assert.Equal((2L, 3L), (row["Long"], row["Int"]));
        Assert.Throws<InvalidOperationException>(() => row["Long"] = "text");
        Assert.Null(row["Missing"]);
    }
}
