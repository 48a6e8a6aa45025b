using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class StandardFactsTests
{
    private const string Opened = """{"type":"email.opened","created_at":"2026-05-04T10:00:00Z","data":{"email_id":"x","to":["ann@example.org"],"tags":{"campaign":"spring"}}}""";
    private static readonly byte[] s_key = [.. Enumerable.Range(1, 24).Select(i => (byte)i)];
    private static readonly byte[] s_next = [.. Enumerable.Range(1, 64).Select(i => (byte)(i + 7))];

    private readonly DoorHarness door = new(("Senders:Resend:Secrets:0", Convert.ToBase64String(s_next)), ("Senders:Resend:Secrets:1", "whsec_" + Convert.ToBase64String(s_key)));

    private static string Sign(string body, byte[] key, int age = 0, string id = "m1") =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{DoorHarness.Today.AddSeconds(-age).ToUnixTimeSeconds()}.{body}")));

    private async Task<int> PostAsync(string body, string signatures, int age = 0, string family = "webhook", string id = "m1") => (await door.PostAsync(
        "resend", body, ($"{family}-id", id), ($"{family}-timestamp", DoorHarness.Today.AddSeconds(-age).ToUnixTimeSeconds().ToString()), ($"{family}-signature", signatures))).Status;

    [Fact]
    public async Task Either_of_two_secrets_and_any_of_several_signatures_proves_it()
    {
        Assert.Equal(200, await PostAsync(Opened, "v1," + Sign(Opened, s_key)));
        Assert.Equal(200, await PostAsync(Opened, "v1," + Sign(Opened, s_next)));
        Assert.Equal(200, await PostAsync(Opened, $"v1,AAAA v1a,{Sign(Opened, s_key)} v1,{Sign(Opened, s_key)}"));
        Assert.Equal(200, await PostAsync(Opened, "v1," + Sign(Opened, s_key), family: "svix"));
    }

    [Fact]
    public async Task A_signature_of_another_version_another_id_or_another_body_proves_nothing()
    {
        Assert.Equal(401, await PostAsync(Opened, "v1a," + Sign(Opened, s_key)));
        Assert.Equal(401, await PostAsync(Opened, Sign(Opened, s_key)));
        Assert.Equal(401, await PostAsync(Opened, "v1," + Sign(Opened, s_key), id: "m2"));
        Assert.Equal(401, await PostAsync(Opened + " ", "v1," + Sign(Opened, s_key)));
        Assert.Equal(401, await PostAsync(Opened, "v1," + Sign(Opened, s_key, age: 1)));
        Assert.Equal(401, (await door.PostAsync("resend", Opened)).Status);
    }

    [Theory]
    [InlineData(300, 200)]
    [InlineData(-300, 200)]
    [InlineData(301, 401)]
    [InlineData(-301, 401)]
    public async Task Five_minutes_are_the_tolerance_both_ways(int age, int status) => Assert.Equal(status, await PostAsync(Opened, "v1," + Sign(Opened, s_key, age), age));

    [Fact]
    public async Task A_retry_has_the_same_id_and_a_stamp_of_its_own()
    {
        await PostAsync(Opened, "v1," + Sign(Opened, s_key, 60), 60);
        await PostAsync(Opened, "v1," + Sign(Opened, s_key));
        Assert.Equal(2, door.Events.Count);
        Assert.Equal("resend:m1", Assert.Single(door.Events.Select(e => e.Id).Distinct()));
    }

    [Theory]
    [InlineData("sent", EventKinds.EmailSent)]
    [InlineData("delivered", EventKinds.EmailDelivered)]
    [InlineData("delivery_delayed", EventKinds.EmailDeferred)]
    [InlineData("complained", EventKinds.EmailComplained)]
    [InlineData("bounced", EventKinds.EmailBounced)]
    [InlineData("opened", EventKinds.EmailOpened)]
    [InlineData("clicked", EventKinds.EmailClicked)]
    [InlineData("failed", EventKinds.EmailDropped)]
    public async Task Each_type_of_Resends_is_translated(string type, string kind)
    {
        var body = Opened.Replace("opened", type, StringComparison.Ordinal);
        Assert.Equal(200, await PostAsync(body, "v1," + Sign(body, s_key)));
        Assert.Equal((kind, "spring", "x"), Assert.Single(door.Events) is var one ? (one.Kind, one.Data.Campaign, one.Data.MessageId) : default);
    }

    [Fact]
    public async Task A_type_that_nobody_needs_is_passed_over()
    {
        const string Domain = """{"type":"domain.created","created_at":"2026-05-04T10:00:00Z","data":{"id":"d"}}""";
        Assert.Equal(200, await PostAsync(Domain, "v1," + Sign(Domain, s_key)));
        Assert.Empty(door.Events);
        Assert.Empty(door.Parked.Items);
    }

    [Theory]
    [InlineData("store/cart/created", "\"id\":\"c1\"", "c1")]
    [InlineData("store/cart/updated", "\"id\":\"c1\"", "c1")]
    [InlineData("store/cart/couponApplied", "\"id\":\"c1\",\"couponId\":1", "c1")]
    [InlineData("store/cart/abandoned", "\"id\":\"c1\",\"token\":\"t\"", "c1")]
    [InlineData("store/cart/lineItem/updated", "\"id\":\"l\",\"cartId\":\"c1\"", "c1")]
    [InlineData("store/cart/lineItem/deleted", "\"id\":\"l\",\"cartId\":\"c1\"", "c1")]
    [InlineData("store/cart/converted", "\"id\":\"c1\",\"orderId\":250", "250")]
    [InlineData("store/order/statusUpdated", "\"id\":250,\"status\":{\"previous_status_id\":0,\"new_status_id\":11}", "250")]
    [InlineData("store/order/archived", "\"id\":250", "250")]
    [InlineData("store/customer/created", "\"id\":32", "32")]
    [InlineData("store/cart/deleted", "\"id\":\"c1\"", null)]
    [InlineData("store/order/message/created", "\"id\":250,\"message\":{\"order_message_id\":3}", null)]
    [InlineData("store/subscriber/created", "\"id\":5", null)]
    public async Task BigCommerces_thin_bodies_name_what_is_to_be_fetched_under_the_raw_secret(string scope, string data, string? fetched)
    {
        var store = new DoorHarness(("Senders:BigCommerce:Secrets:0", "raw client secret"));
        var body = $$"""{"scope":"{{scope}}","store_id":"1","data":{"type":"x",{{data}} },"hash":"h","created_at":1777888800,"producer":"stores/abc"}""";
        var answer = await store.PostAsync("bigcommerce", body, ("webhook-id", "m1"), ("webhook-timestamp", "1777888800"), ("webhook-signature", "v1," + Sign(body, "raw client secret"u8.ToArray())));
        Assert.Equal(200, answer.Status);
        Assert.Equal(fetched, store.Errands.Jobs.SingleOrDefault()?.ResourceId);
        Assert.Empty(store.Parked.Items);
    }
}
