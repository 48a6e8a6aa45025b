using Handraiser.Events;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Catalogue.Importing;
using Handraiser.Functions.Intake.OwnEvents.Importing;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class CsvImportTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rows_become_events_with_what_their_columns_say()
    {
        var viewed = Assert.Single(Read("type,at,email,product,title,category,firstName\nproduct.viewed,2026-03-06 12:00,ada@shop.example,P1,\"Fox, 29\",Bikes > Mountain,Ada\n")).Event!;

        Assert.Equal(("product.viewed", "ada@shop.example", new DateTimeOffset(2026, 3, 6, 12, 0, 0, TimeSpan.Zero)), (viewed.Kind, viewed.Customer.Email, viewed.At));
        Assert.Equal(("P1", "Fox, 29", "bikes/mountain"), (viewed.Data.Product!.ProductId, viewed.Data.Product.Title, viewed.Data.Product.Category));
        Assert.Equal("Ada", viewed.Data.Traits!["firstName"]);
    }

    [Fact]
    public void Rows_of_one_order_that_follow_each_other_are_one_event_worth_their_sum()
    {
        var lines = Read("type;at;email;orderId;product;quantity;price\norder.placed;2026-03-06;ada@shop.example;7;P1;2;10.50\norder.placed;2026-03-06;ada@shop.example;7;P2;;4\norder.placed;2026-03-06;bo@shop.example;8;P1;1;10.50\n");

        Assert.Equal([2, 4], lines.Select(l => l.Line));
        Assert.Equal(["P1", "P2"], lines[0].Event!.Data.Lines.Select(l => l.ProductId));
        Assert.Equal(25m, lines[0].Event!.Data.Value);
    }

    [Theory]
    [InlineData("order.placed,,ada@shop.example,", "at: ")]
    [InlineData("order.placed,2026-03-06,,", "customer: ")]
    [InlineData("Order Placed,2026-03-06,ada@shop.example,", "type: ")]
    [InlineData("order.placed,2026-03-06,ada@shop.example,\"12,50\"", "value: ")]
    public void A_wrong_row_is_refused_with_its_line_and_field_and_the_others_go_on(string row, string reason)
    {
        var lines = Read($"type,at,email,value\n{row}\ncustomer.known,2026-03-06,bo@shop.example,\n");

        Assert.StartsWith(reason, lines[0].Refusal, StringComparison.Ordinal);
        Assert.Equal(2, lines[0].Line);
        Assert.NotNull(lines[1].Event);
    }

    [Fact]
    public void A_line_break_in_quotes_counts_as_a_line_of_the_file() =>
        Assert.Equal([2, 4], Read("type,at,email,text\nanswer.given,2026-03-06,ada@shop.example,\"too\nmany\"\nanswer.given,2026-03-06,,none\n").Select(l => l.Line));

    [Fact]
    public void A_misspelt_column_refuses_the_file_with_its_name() =>
        Assert.Contains("emial", Assert.Throws<MalformedException>(() => Read("type,at,emial\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_was_mended_gives_the_rows_it_had_the_same_ids_whatever_the_order_of_its_columns()
    {
        var first = Read("type,at,email\nstore.visited,2026-03-06,ada@shop.example\nstore.visited,2026-03-06,ada@shop.example\n");
        var second = Read("email;type;at\nnew@shop.example;store.visited;2026-03-06\nada@shop.example;store.visited;2026-03-06\nada@shop.example;store.visited;2026-03-06\n");

        Assert.Equal(Ids(first), Ids(second).Skip(1));
        Assert.Equal(2, Ids(first).Distinct().Count());
    }

    [Fact]
    public void Events_of_ndjson_lines_keep_their_own_ids_and_wrong_lines_are_refused()
    {
        const string Text = """
            {"id":"a","type":"store.visited","at":"2026-03-06T12:00:00Z","customer":{"email":"ada@shop.example"}}

            {"type":"store.visited"
            {"type":"store.visited","at":"2026-03-06T12:00:00Z","customer":{}}
            """;
        var lines = LinesImport.Read(new StringReader(Text), Now).ToArray();

        Assert.Equal([1, 3, 4], lines.Select(l => l.Line));
        Assert.Equal("a", lines[0].Event!.Id);
        Assert.Equal(["the line is no JSON", "customer: at least one name of the customer is expected"], lines[1..].Select(l => l.Refusal));
    }

    [Fact]
    public void A_row_with_a_field_under_no_column_is_refused_since_its_others_may_stand_under_the_wrong_ones()
    {
        var lines = Read("type,at,email,price,currency\norder.placed,2026-03-06,ada@shop.example,12,50,GBP\norder.placed,2026-03-06,bo@shop.example,12.50,GBP,,\n");

        Assert.Equal("row: a field stands under no column; amounts have a decimal point, and a text with a separator in it stands in quotes", lines[0].Refusal);
        Assert.StartsWith("row: ", Assert.Single(Read("type,at,email,\nstore.visited,2026-03-06,ada@shop.example,Leeds\n")).Refusal, StringComparison.Ordinal);
        Assert.StartsWith("row: ", Assert.Single(ProductCsv.Read(new StringReader("id,price\nP1,12,50\n"), Now)).Refusal, StringComparison.Ordinal);
        Assert.Equal((3, "GBP"), (lines[1].Line, lines[1].Event!.Data.Currency));
    }

    [Fact]
    public void Rows_that_are_worth_more_than_can_be_counted_are_refused_and_the_others_go_on()
    {
        var lines = Read("type,at,email,orderId,product,quantity,price\norder.placed,2026-03-06,ada@shop.example,7,P1,2,79228162514264337593543950335\norder.placed,2026-03-06,bo@shop.example,8,P1,1,10.50\n");

        Assert.StartsWith("price: ", lines[0].Refusal, StringComparison.Ordinal);
        Assert.NotNull(lines[1].Event);
    }

    [Theory]
    [InlineData("03/06/2026")]
    [InlineData("06.03.2026")]
    [InlineData("6-3-26")]
    [InlineData("12:00")]
    public void A_time_that_can_be_read_in_two_ways_or_names_no_day_is_none(string at) =>
        Assert.StartsWith("at: ", Assert.Single(Read($"type,at,email\nstore.visited,{at},ada@shop.example\n")).Refusal, StringComparison.Ordinal);

    private static ImportedLine[] Read(string text) => [.. CsvImport.Read(new StringReader(text), Now)];

    private static IEnumerable<string> Ids(IEnumerable<ImportedLine> lines) => lines.Select(l => l.Event!.Id);
}
