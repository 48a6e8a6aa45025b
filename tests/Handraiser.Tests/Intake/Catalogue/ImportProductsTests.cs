using System.Text;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Intake.Catalogue.Importing;
using Handraiser.Functions.Intake.OwnEvents;
using Handraiser.LocalHost.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Handraiser.Tests.Intake.Catalogue;

public sealed class ImportProductsTests
{
    private readonly MemoryCatalogue catalogue = new();

    [Fact]
    public void A_row_is_a_product_and_what_it_leaves_empty_is_not_told()
    {
        var lines = Read("id;Title;category;brand;image;price;currency;link;stock\nP1;\"Fox; 29\";Bikes > Mountain;Fox;https://shop.example/1.jpg;1250.50;gbp;https://shop.example/products/fox;-2\nP2;;;;;;;;\n");

        var full = lines[0].Product!;
        Assert.Equal(("P1", "Fox; 29", "bikes/mountain", "Fox", 1250.50m, "GBP", -2), (full.Id, full.Title, full.Category, full.Brand, full.Price, full.Currency, full.Stock));
        Assert.Equal(("https://shop.example/1.jpg", "https://shop.example/products/fox", DoorHarness.Today), (full.Image, full.Url, full.At));
        Assert.Equal(new Product { Id = "P2", At = DoorHarness.Today }, lines[1].Product);
    }

    [Theory]
    [InlineData(",Bike,,,,,,,", "id: the product's id is expected")]
    [InlineData("P1,Bike,,,,,,,", "id: the product stands on line 2 already")]
    [InlineData("P2,,,,1.jpg,,,,", "image: an address is expected that begins with https:// or http://")]
    [InlineData("P2,,,,,,,javascript:alert(1),", "link: an address is expected that begins with https:// or http://")]
    [InlineData("P2,,,,,\"12,50\",,,", "price: an amount such as 12.50 is expected, without a currency sign")]
    [InlineData("P2,,,,,-1,,,", "price: an amount such as 12.50 is expected, without a currency sign")]
    [InlineData("P2,,,,,1,pounds,,", "currency: a code of three letters such as GBP is expected")]
    [InlineData("P2,,,,,,,,many", "stock: a whole number is expected")]
    public void A_wrong_row_is_refused_with_its_line_and_field_and_the_others_go_on(string row, string why)
    {
        var lines = Read($"{ProductCsv.Header}P1,,,,,,,,\n{row}\nP3,,,,,,,,\n");

        Assert.Equal([(2, null), (3, why), (4, null)], lines.Select(l => (l.Line, l.Refusal)));
        Assert.Equal(["P1", "P3"], lines.Select(l => l.Product?.Id).OfType<string>());
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var product = new Product { Id = "a,\"b\"", At = DoorHarness.Today, Title = "two\nlines", Category = "bikes/road", Price = 0.5m, Stock = 3, Url = "https://shop.example/x" };

        Assert.Equal(product, Assert.Single(Read(ProductCsv.Header + ProductCsv.Write(product))).Product);
    }

    [Fact]
    public async Task A_posted_file_is_kept_and_its_refused_lines_are_reported()
    {
        var (status, body) = await PostAsync("id,price\nP1,9\nP2,dear\n", "k");

        Assert.Equal((200, """{"accepted":1,"refused":[{"line":3,"why":"price: an amount such as 12.50 is expected, without a currency sign"}]}"""), (status, body));
        Assert.Equal(9m, Assert.Single(catalogue.Products.Values).Price);
    }

    [Theory]
    [InlineData("id\nP1\n", "wrong", 401)]
    [InlineData("ident\nP1\n", "k", 400)]
    [InlineData("title\nBike\n", "k", 400)]
    public async Task Without_key_or_header_nothing_is_taken(string text, string key, int expected)
    {
        Assert.Equal(expected, (await PostAsync(text, key)).Status);
        Assert.Empty(catalogue.Products);
    }

    [Fact]
    public async Task Too_many_rows_at_once_are_refused_before_any_is_written()
    {
        Assert.Equal(400, (await PostAsync("id\n" + string.Concat(Enumerable.Range(0, ImportProducts.MostRows + 1).Select(i => $"P{i}\n")), "k")).Status);
        Assert.Empty(catalogue.Products);
    }

    [Fact]
    public async Task While_storage_is_down_whoever_posts_is_asked_to_try_again()
    {
        catalogue.IsDown = true;

        Assert.Equal(503, (await PostAsync("id\nP1\n", "k")).Status);
    }

    [Fact]
    public void Every_column_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(LocalFolder.Root, "docs", "catalogue.md"));

        Assert.All(ProductColumns.All, c => Assert.Contains($"| `{c.Name}` | {c.Meaning} |", text, StringComparison.Ordinal));
    }

    private static List<ProductLineRead> Read(string text) => [.. ProductCsv.Read(new StringReader(text), DoorHarness.Today)];

    private async Task<(int Status, string Body)> PostAsync(string text, string key)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Keys:Events", "k")]).Build();
        var function = new ImportProducts(new EventKeys(configuration), catalogue, new StandingClock(DoorHarness.Today), NullLogger<ImportProducts>.Instance);
        var request = DoorHarness.Request("POST", "/api/products/import", Encoding.UTF8.GetBytes(text), ("Content-Type", "text/csv"), ("x-functions-key", key));
        var context = request.HttpContext;
        context.RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider();
        var answer = new MemoryStream();
        context.Response.Body = answer;
        await (await function.Run(request, default)).ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }
}
