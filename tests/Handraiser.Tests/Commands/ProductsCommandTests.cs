using System.Net;
using Handraiser.Functions.Intake.Catalogue.Importing;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class ProductsCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task A_file_goes_out_in_batches_each_with_its_header_and_refused_lines_are_listed_beside_it()
    {
        var file = terminal.File("products.csv", "Title;ID;price\n" + string.Concat(Enumerable.Range(0, 700).Select(i => $"\"Bike \"\"{i}\"\"\";P{i};9\n")) + "Bike;P700;dear\n");

        Assert.Equal(2, await terminal.RunAsync("products", "import", file, "--key", "k"));

        Assert.Equal([500, 200], terminal.Calls.Select(c => ProductCsv.Read(new StringReader(c.Body), default).Count(l => l.Product is { Price: 9 })));
        Assert.All(terminal.Calls, c => Assert.Equal(("POST", "/api/products/import", "k"), (c.Method, c.Path, c.Key)));
        Assert.Contains("\"Bike \"\"7\"\"\"", terminal.Calls[0].Body, StringComparison.Ordinal);
        Assert.Contains("700 products were taken, 1 lines were refused", terminal.Output, StringComparison.Ordinal);
        Assert.StartsWith("line 702: price: ", await File.ReadAllTextAsync(file + ".refused.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_import_goes_on_after_the_last_batch_that_was_taken()
    {
        var file = terminal.File("products.csv", "id\n" + string.Concat(Enumerable.Range(0, 700).Select(i => $"P{i}\n")));
        terminal.Answer = call => call == 2 ? (HttpStatusCode.ServiceUnavailable, "{}") : (HttpStatusCode.OK, "{}");

        Assert.Equal(1, await terminal.RunAsync("products", "import", file, "--key", "k"));
        Assert.Equal(0, await terminal.RunAsync("products", "import", file, "--resume", "--key", "k"));

        Assert.Equal(terminal.Calls[1].Body, terminal.Calls[2].Body);
    }

    [Fact]
    public async Task Unknown_products_are_listed_one_a_line()
    {
        terminal.Answer = _ => (HttpStatusCode.OK, """[{"kind":"link","name":"shop.example/about","times":1200,"lastSeen":"2026-05-04T10:00:00+00:00"},{"kind":"product","name":"P9","times":3,"lastSeen":"2026-05-04T09:00:00+00:00"}]""");

        Assert.Equal(0, await terminal.RunAsync("products", "unknown", "--top", "5", "--key", "k"));

        Assert.Equal(("GET", "/api/products/unknown?top=5"), (terminal.Calls[0].Method, terminal.Calls[0].Path));
        Assert.Equal("    1,200  2026-05-04 10:00 UTC  link     shop.example/about\n        3  2026-05-04 09:00 UTC  product  P9\n", terminal.Output);
    }

    [Theory]
    [InlineData("P1", "/api/products/find?id=P1")]
    [InlineData("https://shop.example/products/a?b=c", "/api/products/find?link=https%3A%2F%2Fshop.example%2Fproducts%2Fa%3Fb%3Dc")]
    public async Task A_product_is_found_by_its_id_or_its_link(string told, string path)
    {
        terminal.Answer = _ => (HttpStatusCode.OK, """{"product":{"id":"P1"}}""");

        Assert.Equal(0, await terminal.RunAsync("products", "find", told, "--key", "k"));

        Assert.Equal(path, terminal.Calls[0].Path);
        Assert.Contains("\"id\": \"P1\"", terminal.Output, StringComparison.Ordinal);
    }
}
