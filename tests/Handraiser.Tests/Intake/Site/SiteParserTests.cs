using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Site;
using Xunit;

namespace Handraiser.Tests.Intake.Site;

public sealed class SiteParserTests
{
    [Fact]
    public void A_product_is_read_with_everything_that_its_page_tells()
    {
        var told = One("""{"id":"e","type":"product.viewed","seconds":40,"product":{"id":71,"variant":"712","title":" Ski socks ","category":"Clothing > Socks","brand":"Alp","price":"10.00","currency":"gbp","url":"https://shop.example/p/71","image":"https://shop.example/p/71.jpg"}}""");

        Assert.Equal(new ProductLine { ProductId = "71", VariantId = "712", Title = "Ski socks", Category = "clothing/socks", Brand = "Alp", Quantity = 1, Price = 10.00m, Url = "https://shop.example/p/71", Image = "https://shop.example/p/71.jpg" }, told.Data.Product);
        Assert.Equal(("GBP", 40), (told.Data.Currency, told.Data.Seconds));
    }

    [Fact]
    public void A_cart_of_its_own_name_is_that_cart_and_one_without_is_the_browsers()
    {
        var named = One("""{"id":"e","type":"cart.updated","cart":{"id":"shopify:c9","lines":[{"id":"71","quantity":2,"price":10}],"value":20,"currency":"GBP","url":"https://shop.example/cart"}}""").ToEvent("browser01", null, DoorHarness.Today);
        var unnamed = One("""{"id":"e","type":"cart.updated","cart":{"lines":[{"variant":"712"}]}}""").ToEvent("browser01", null, DoorHarness.Today);
        var empty = One("""{"id":"e","type":"cart.updated","cart":{"lines":[]}}""").ToEvent("browser01", null, DoorHarness.Today);

        Assert.Equal(("shopify:c9", "shopify:c9", 20m, 2), (named.Data.CartId, named.Customer.Cart, named.Data.Value, named.Data.Lines[0].Quantity));
        Assert.Equal(("site:browser01", (string?)null), (unnamed.Data.CartId, unnamed.Customer.Cart));
        Assert.Equal((EventKinds.CartEmptied, "site:browser01"), (empty.Kind, empty.Data.CartId));
    }

    [Fact]
    public void Times_amounts_and_texts_are_held_within_bounds()
    {
        var told = One($$$"""{"id":"e","type":"product.viewed","ago":1e12,"seconds":1e9,"product":{"id":"71","quantity":1e9,"title":"{{{new string('x', 199)}}}😀😀"}}""");

        Assert.Equal((TimeSpan.FromDays(1), 3600, 1000, new string('x', 199)), (told.Ago, told.Data.Seconds, told.Data.Product!.Quantity, told.Data.Product.Title));
    }

    [Theory]
    [InlineData("""{"id":"short","events":[]}""", "id")]
    [InlineData("""{"id":"with space 12345","events":[]}""", "id")]
    [InlineData("""{"id":"12345678"}""", "events")]
    [InlineData("""{"id":"12345678","events":[]}""", "events")]
    [InlineData("""{"id":"12345678","events":[3]}""", "events[0]")]
    [InlineData("""[]""", "body")]
    public void A_body_that_is_wrong_is_named(string body, string field) => Assert.Equal(field, Refusal(body).Field);

    [Theory]
    [InlineData("""{"type":"page.viewed"}""", "events[0].id")]
    [InlineData("""{"id":"e"}""", "events[0].type")]
    [InlineData("""{"id":"e","type":"order.placed"}""", "events[0].type")]
    [InlineData("""{"id":"e","type":"page.viewed","ago":-1}""", "events[0].ago")]
    [InlineData("""{"id":"e","type":"page.viewed","ago":"NaN"}""", "events[0].ago")]
    [InlineData("""{"id":"e","type":"page.viewed","seconds":"long"}""", "events[0].seconds")]
    [InlineData("""{"id":"e","type":"page.viewed","url":"javascript:alert(1)"}""", "events[0].url")]
    [InlineData("""{"id":"e","type":"product.viewed"}""", "events[0].product")]
    [InlineData("""{"id":"e","type":"product.viewed","product":{"title":"Socks"}}""", "events[0].product.id")]
    [InlineData("""{"id":"e","type":"product.viewed","product":{"id":"1","price":-1}}""", "events[0].product.price")]
    [InlineData("""{"id":"e","type":"product.viewed","product":{"id":"1","currency":"EURO"}}""", "events[0].product.currency")]
    [InlineData("""{"id":"e","type":"category.viewed"}""", "events[0].category")]
    [InlineData("""{"id":"e","type":"products.searched","query":" "}""", "events[0].query")]
    [InlineData("""{"id":"e","type":"cart.updated","cart":{}}""", "events[0].cart.lines")]
    [InlineData("""{"id":"e","type":"cart.updated","cart":{"lines":[{"id":"1"},{}]}}""", "events[0].cart.lines[1].id")]
    [InlineData("""{"id":"e","type":"consent.changed"}""", "events[0].granted")]
    public void An_event_that_is_wrong_is_named_with_its_field(string one, string field) => Assert.Equal(field, Refusal(SiteHarness.Body(one)).Field);

    private static MalformedException Refusal(string body) => Assert.Throws<MalformedException>(() => SiteParser.Read(Encoding.UTF8.GetBytes(body)));

    private static SiteEvent One(string one) => Assert.Single(SiteParser.Read(Encoding.UTF8.GetBytes(SiteHarness.Body(one))).Events);
}
