using System.Text;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class SegmentFactsTests
{
    private readonly DoorHarness door = new(("Senders:Segment:Secrets:0", "s"));

    private async Task<CustomerEvent> OneAsync(string call)
    {
        Assert.Equal(200, (await door.PostAsync("segment", call, ("X-Signature", Convert.ToHexStringLower(Functions.Intake.Signatures.HmacSha1("s", Encoding.UTF8.GetBytes(call)))))).Status);
        Assert.Empty(door.Parked.Items);
        return Assert.Single(door.Events);
    }

    private Task<CustomerEvent> TrackAsync(string name, string properties) =>
        OneAsync($$"""{"type":"track","event":"{{name}}","messageId":"m1","anonymousId":"a1","userId":"u1","timestamp":"2026-05-04T10:00:00.000Z","receivedAt":"2026-05-04T10:00:09Z","properties":{{properties}} }""");

    [Theory]
    [InlineData("Product Viewed", EventKinds.ProductViewed)]
    [InlineData("Viewed Product", EventKinds.ProductViewed)]
    public async Task A_product_that_was_viewed_comes_with_its_category_and_brand(string name, string kind)
    {
        var one = await TrackAsync(name, """{"product_id":"p1","sku":"G-32","category":"Games","name":"Monopoly","brand":"Hasbro","variant":"200 pieces","price":18.99,"quantity":1,"currency":"usd","url":"https://shop.example/p","image_url":"https://shop.example/i.jpg"}""");
        Assert.Equal((kind, "p1", "G-32", "games", "Hasbro", 18.99m), (one.Kind, one.Data.Product!.ProductId, one.Data.Product.VariantId, one.Data.Product.Category, one.Data.Product.Brand, one.Data.Product.Price));
        Assert.Equal(("segment:m1", "u1", "a1", DoorHarness.Today), (one.Id, one.Customer.ShopId, one.Customer.AnonymousId, one.At));
    }

    [Theory]
    [InlineData("Product Added", """{"cart_id":"c1","product_id":"p1","price":3}""")]
    [InlineData("Added Product", """{"cart_id":"c1","product_id":"p1","price":3}""")]
    [InlineData("Cart Viewed", """{"cart_id":"c1","products":[{"product_id":"p1","price":3}]}""")]
    public async Task A_cart_is_told_by_what_was_added_and_by_what_is_in_it(string name, string properties)
    {
        var one = await TrackAsync(name, properties);
        Assert.Equal((EventKinds.CartUpdated, "c1", "p1"), (one.Kind, one.Data.CartId, Assert.Single(one.Data.Lines).ProductId));
    }

    [Theory]
    [InlineData("Checkout Started", EventKinds.CheckoutStarted, null)]
    [InlineData("Started Checkout", EventKinds.CheckoutStarted, null)]
    [InlineData("Order Completed", EventKinds.OrderPlaced, "o1")]
    [InlineData("Completed Order", EventKinds.OrderPlaced, "o1")]
    public async Task A_checkout_has_the_number_that_the_order_will_have(string name, string kind, string? order)
    {
        var one = await TrackAsync(name, """{"order_id":"o1","total":27.5,"revenue":25,"currency":"GBP","products":[{"product_id":"p1","quantity":2,"price":19}]}""");
        Assert.Equal((kind, "o1", order, 27.5m, 2), (one.Kind, one.Data.CheckoutId, one.Data.OrderId, one.Data.Value, one.Data.Lines[0].Quantity));
    }

    [Theory]
    [InlineData("Order Cancelled", EventKinds.OrderCancelled)]
    [InlineData("Order Refunded", EventKinds.OrderRefunded)]
    public async Task An_order_that_came_to_nothing_is_told_by_its_number(string name, string kind) => Assert.Equal((kind, "o1"), await TrackAsync(name, """{"order_id":"o1"}""") is var one ? (one.Kind, one.Data.OrderId) : default);

    [Theory]
    [InlineData("""{"type":"identify","messageId":"m","userId":"u1","traits":{"email":"ann@example.org","firstName":"Ann"}}""", EventKinds.CustomerUpdated, "ann@example.org")]
    [InlineData("""{"type":"page","messageId":"m","anonymousId":"a1","properties":{"url":"https://shop.example/"}}""", EventKinds.PageViewed, null)]
    [InlineData("""{"type":"screen","messageId":"m","anonymousId":"a1","name":"Home"}""", EventKinds.PageViewed, null)]
    [InlineData("""{"type":"group","messageId":"m","userId":"u1","groupId":"g1","traits":{}}""", EventKinds.CustomerUpdated, null)]
    [InlineData("""{"type":"alias","messageId":"m","userId":"u1","previousId":"a1"}""", EventKinds.CustomerUpdated, null)]
    [InlineData("""{"type":"track","messageId":"m","userId":"ann@example.org","event":"Signed Up"}""", "track.signed-up", "ann@example.org")]
    public async Task Each_call_of_the_specification_is_translated(string call, string kind, string? email) => Assert.Equal((kind, email), await OneAsync(call) is var one ? (one.Kind, one.Customer.Email) : default);

    [Fact]
    public async Task An_alias_ties_the_number_to_the_browser() => Assert.Equal(("u1", "a1"), await OneAsync("""{"type":"alias","messageId":"m","userId":"u1","previousId":"a1"}""") is var one ? (one.Customer.ShopId, one.Customer.AnonymousId) : default);

    [Theory]
    [InlineData("Authorization", "Basic czo=", "", 200)]
    [InlineData("X-None", "x", ",\"writeKey\":\"s\"", 200)]
    [InlineData("X-None", "x", ",\"writeKey\":\"t\"", 401)]
    [InlineData("X-None", "x", "", 401)]
    public async Task The_write_key_stands_in_a_header_or_in_the_body(string header, string value, string more, int status) =>
        Assert.Equal(status, (await door.PostAsync("segment", $$"""{"batch":[{"type":"page","messageId":"m","anonymousId":"a1"}]{{more}} }""", (header, value))).Status);

    [Fact]
    public async Task A_call_told_twice_is_one_and_one_that_names_nobody_is_parked()
    {
        const string Call = """{"type":"page","messageId":"m","anonymousId":"a1","writeKey":"s"}""";
        await door.PostAsync("segment", Call);
        await door.PostAsync("segment", Call);
        Assert.Single(door.Events.Select(e => e.Id).Distinct());
        Assert.Equal(200, (await door.PostAsync("segment", """{"type":"page","messageId":"m","writeKey":"s"}""")).Status);
        Assert.Contains("userId", Assert.Single(door.Parked.Items).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_and_the_number_of_a_group_are_not_those_of_its_members()
    {
        var one = await OneAsync("""{"type":"group","messageId":"m","userId":"u1","groupId":"g1","traits":{"name":"Alp Ltd","email":"office@alp.example","phone":"+441134960000"},"context":{"traits":{"email":"ann@example.org"}}}""");
        Assert.Equal(("u1", "ann@example.org", null), (one.Customer.ShopId, one.Customer.Email, one.Customer.Phone));
    }
}
