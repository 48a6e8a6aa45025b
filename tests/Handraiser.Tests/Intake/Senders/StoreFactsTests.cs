using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class StoreFactsTests
{
    private readonly DoorHarness shopify = new(("Senders:Shopify:Secrets:0", "of the app"), ("Senders:Shopify:Secrets:1", "of the admin"));
    private readonly DoorHarness woo = new(("Senders:WooCommerce:Secrets:0", "a&amp;b&lt;&gt;&quot;&#039;"));
    private readonly DoorHarness stripe = new(("Senders:Stripe:Secrets:0", "whsec_old"), ("Senders:Stripe:Secrets:1", "whsec_x"));

    private static string Hmac(string secret, string body) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    private Task<Functions.Intake.DoorAnswer> ShopifyAsync(string topic, string body, params (string, string)[] more) =>
        shopify.PostAsync("shopify", body, [("X-Shopify-Hmac-Sha256", Hmac("of the app", body)), ("X-Shopify-Topic", topic), ("X-Shopify-Shop-Domain", "skis.myshopify.com"), .. more]);

    private Task<Functions.Intake.DoorAnswer> WooAsync(string topic, string body, string secret = "a&b<>\"'") =>
        woo.PostAsync("woocommerce", body, ("X-WC-Webhook-Topic", topic), ("X-WC-Webhook-Signature", Hmac(secret, body)));

    private async Task<int> StripeAsync(string body, int age = 0, string secret = "whsec_x", string version = "v1")
    {
        var stamp = DoorHarness.Today.AddSeconds(-age).ToUnixTimeSeconds();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")));
        return (await stripe.PostAsync("stripe", body, ("Stripe-Signature", $"t={stamp},{version}={signature},v0={new string('0', 64)}"))).Status;
    }

    [Theory]
    [InlineData("of the app", 200)]
    [InlineData("of the admin", 200)]
    [InlineData("of another", 401)]
    public async Task Shopifys_webhooks_made_by_hand_have_another_secret(string secret, int status)
    {
        const string Cart = """{"id":"t","token":"t","line_items":[]}""";
        Assert.Equal(status, (await shopify.PostAsync("shopify", Cart, ("X-Shopify-Hmac-Sha256", Hmac(secret, Cart)), ("X-Shopify-Topic", "carts/update"))).Status);
    }

    [Fact]
    public async Task Shopify_may_send_both_families_of_headers()
    {
        const string Cart = """{"id":"t","token":"t","line_items":[]}""";
        Assert.Equal(200, (await ShopifyAsync("carts/update", Cart, ("shopify-hmac-sha256", Hmac("of the app", Cart)), ("shopify-topic", "carts/update"), ("shopify-event-id", "e1"), ("X-Shopify-Event-Id", "e1"))).Status);
        Assert.Equal("shopify:carts/update:e1", Assert.Single(shopify.Events).Id);
    }

    [Fact]
    public async Task One_event_of_Shopifys_told_by_two_webhooks_is_one()
    {
        const string Cart = """{"id":"c1-x","token":"c1-x","line_items":[],"updated_at":"2026-05-04T09:00:00Z"}""";
        await ShopifyAsync("carts/update", Cart, ("X-Shopify-Event-Id", "e1"), ("X-Shopify-Webhook-Id", "w1"));
        await ShopifyAsync("carts/update", Cart, ("X-Shopify-Event-Id", "e1"), ("X-Shopify-Webhook-Id", "w2"));
        Assert.Single(shopify.Events.Select(e => e.Id).Distinct());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"engraving":{"text":"Ada","lines":[1,true]},"gift":true}""")]
    public async Task A_line_of_a_Shopify_cart_may_carry_any_properties(string properties)
    {
        var cart = $$"""{"id":"c1-x","token":"c1-x","note":null,"line_items":[{"id":1,"product_id":71,"variant_id":712,"quantity":2,"price":"12.50","price_set":{"shop_money":{"amount":"12.50","currency_code":"GBP"} },"properties":{{properties}} }],"updated_at":"2026-05-04T09:00:00Z"}""";
        Assert.Equal(200, (await ShopifyAsync("carts/create", cart)).Status);
        var one = Assert.Single(shopify.Events);
        Assert.Equal(("shopify:c1-x", null, 12.50m), (one.Data.CartId, one.Customer.Email, one.Data.Lines[0].Price));
    }

    [Fact]
    public async Task What_Shopify_tells_again_is_not_stale_for_its_age() => Assert.Equal(200, (await ShopifyAsync("carts/update", """{"id":"t","token":"t","line_items":[]}""", ("X-Shopify-Triggered-At", "2026-05-03T10:00:00Z"))).Status);

    [Theory]
    [InlineData("a&b<>\"'", 200)]
    [InlineData("a&amp;b&lt;&gt;&quot;&#039;", 200)]
    [InlineData("a&b", 401)]
    public async Task WooCommerce_decodes_entities_of_the_secret(string secret, int status) => Assert.Equal(status, (await WooAsync("product.deleted", """{"id":7}""", secret)).Status);

    [Fact]
    public async Task WooCommerce_escapes_slashes_and_letters_and_signs_them_as_they_are()
    {
        var order = """{"id":7,"status":"processing","currency":"EUR","total":"20.00","date_created_gmt":"2026-05-04T09:00:00","billing":{"email":"ann@example.org","first_name":"\u00c4nn"},"payment_url":"https:\/\/shop.example\/pay","line_items":[]}""";
        Assert.Equal(200, (await WooAsync("order.created", order)).Status);
        Assert.Equal("Änn", Assert.Single(woo.Events).Data.Traits!["firstName"]);
        Assert.Equal(401, (await woo.PostAsync("woocommerce", order.Replace("\\/", "/", StringComparison.Ordinal), ("X-WC-Webhook-Topic", "order.created"), ("X-WC-Webhook-Signature", Hmac("a&b<>\"'", order)))).Status);
    }

    [Theory]
    [InlineData("customer.deleted", """{"id":7}""")]
    [InlineData("order.deleted", """{"id":7}""")]
    [InlineData("coupon.created", """{"id":7,"code":"x"}""")]
    [InlineData("action.woocommerce_add_to_cart", """{"action":"woocommerce_add_to_cart","arg":"f1f1f1"}""")]
    public async Task What_WooCommerce_deletes_and_hooks_of_ones_own_are_taken_and_tell_nothing(string topic, string body)
    {
        Assert.Equal(200, (await WooAsync(topic, body)).Status);
        Assert.Empty(woo.Events);
        Assert.Empty(woo.Parked.Items);
    }

    [Fact]
    public async Task WooCommerces_ping_at_saving_is_answered_200_unsigned_and_every_product_topic_reaches_the_catalogue()
    {
        Assert.Equal(200, (await woo.PostAsync("woocommerce", "webhook_id=12", ("Content-Type", "application/x-www-form-urlencoded"))).Status);
        await WooAsync("product.restored", """{"id":7,"name":"Socks","price":"5","categories":[{"name":"Clothing"}]}""");
        Assert.False(woo.Catalogue.Products["7"].Removed);
        await WooAsync("product.deleted", """{"id":7}""");
        Assert.True(woo.Catalogue.Products["7"].Removed);
        Assert.Empty(woo.Events);
    }

    [Theory]
    [InlineData(300, "whsec_x", "v1", 200)]
    [InlineData(-300, "whsec_x", "v1", 200)]
    [InlineData(0, "whsec_old", "v1", 200)]
    [InlineData(301, "whsec_x", "v1", 401)]
    [InlineData(-301, "whsec_x", "v1", 401)]
    [InlineData(0, "x", "v1", 401)]
    [InlineData(0, "whsec_x", "v0", 401)]
    public async Task Stripe_signs_under_the_whole_secret_for_five_minutes_both_ways(int age, string secret, string version, int status) =>
        Assert.Equal(status, await StripeAsync("""{"id":"evt","type":"price.created","data":{"object":{} } }""", age, secret, version));

    [Theory]
    [InlineData("opt_in", true)]
    [InlineData("opt_out", false)]
    public async Task A_recovered_session_of_Stripes_belongs_to_the_one_that_expired_and_only_opting_in_is_a_consent(string promotions, bool consented)
    {
        Assert.Equal(200, await StripeAsync($$"""{"id":"evt_2","type":"checkout.session.completed","created":1777888800,"data":{"object":{"id":"cs_2","recovered_from":"cs_1","payment_status":"paid","payment_intent":"pi_1","currency":"gbp","amount_total":500,"customer_email":"ann@example.org","consent":{"promotions":"{{promotions}}"} } } }"""));
        var order = stripe.Events.Single(e => e.Kind == EventKinds.OrderPlaced);
        Assert.Equal(("stripe:cs_1", "stripe:pi_1", 5m, "GBP", "ann@example.org"), (order.Data.CheckoutId, order.Data.OrderId, order.Data.Value, order.Data.Currency, order.Customer.Email));
        Assert.Equal(consented, stripe.Events.Any(e => e.Kind == EventKinds.ConsentChanged));
    }

    [Fact]
    public async Task Of_Stripes_refunds_in_parts_each_tells_only_what_it_gave_back()
    {
        await StripeAsync(Refund("evt_1", 1000, "{\"amount_refunded\":0}"));
        await StripeAsync(Refund("evt_2", 2500, "{\"amount_refunded\":1000}"));
        await StripeAsync(Refund("evt_3", 2500, "null"));
        Assert.Equal([("stripe:evt_1", 10m), ("stripe:evt_2", 15m), ("stripe:evt_3", 25m)], stripe.Events.Select(e => (e.Id, e.Data.Value)));

        static string Refund(string id, int amount, string before) =>
            $$"""{"id":"{{id}}","type":"charge.refunded","created":1777888800,"data":{"object":{"id":"ch_1","payment_intent":"pi_1","currency":"gbp","amount_refunded":{{amount}},"receipt_email":"ann@example.org"},"previous_attributes":{{before}} } }""";
    }

    [Theory]
    [InlineData("gbp", 5.12)]
    [InlineData("jpy", 512)]
    [InlineData("kwd", 0.512)]
    public async Task Stripe_tells_amounts_in_the_smallest_unit_of_their_money(string currency, double value)
    {
        await StripeAsync($$"""{"id":"evt","type":"checkout.session.completed","created":1777888800,"data":{"object":{"id":"cs","payment_status":"paid","currency":"{{currency}}","amount_total":512,"customer_email":"ann@example.org"} } }""");
        Assert.Equal((decimal)value, Assert.Single(stripe.Events).Data.Value);
    }
}
