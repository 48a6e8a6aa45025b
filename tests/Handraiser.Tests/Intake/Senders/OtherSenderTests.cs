using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>What each sender's own quirks come to, with keys and bodies of our making.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "These senders sign with it.")]
public sealed class OtherSenderTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private static byte[] Key(string key) => Encoding.UTF8.GetBytes(key);

    private static string Mailgun(string token, string details, string stamp = "1777888800")
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key("k"), Key(stamp + token)));
        return $$"""{"signature":{"timestamp":"{{stamp}}","token":"{{token}}","signature":"{{signature}}"},"event-data":{{details}}}""";
    }

    [Fact]
    public async Task A_mailgun_token_counts_for_one_body_and_the_same_pair_is_acknowledged_again()
    {
        var door = new DoorHarness(("Senders:Mailgun:Secrets:0", "k"));
        var first = Mailgun("t1", """{"id":"e1","event":"opened","timestamp":1777888800.5,"recipient":"ann@example.org","client-info":{"bot":"apple","user-agent":"Mozilla/5.0"},"user-variables":{"action_id":"a1"}}""");
        var other = Mailgun("t1", """{"id":"e2","event":"clicked","timestamp":1777888800.5,"recipient":"ann@example.org"}""");
        Assert.Equal(200, (await door.PostAsync("mailgun", first)).Status);
        Assert.Equal(200, (await door.PostAsync("mailgun", first)).Status);
        Assert.Equal(401, (await door.PostAsync("mailgun", other)).Status);
        var one = Assert.Single(door.Events);
        Assert.Equal(("mailgun:e1", EventKinds.EmailOpened, true, "a1"), (one.Id, one.Kind, one.Data.Machine, one.Data.ActionId));
        Assert.Equal(DoorHarness.Today.AddMilliseconds(500), one.At);
    }

    [Fact]
    public async Task A_mailgun_token_is_not_remembered_while_its_events_are_not_safe()
    {
        var door = new DoorHarness(("Senders:Mailgun:Secrets:0", "k"));
        var body = Mailgun("t1", """{"id":"e1","event":"opened","timestamp":1777888800,"recipient":"ann@example.org"}""");
        door.Transport.BeforeSend = MemoryTransport.Down;
        Assert.Equal(503, (await door.PostAsync("mailgun", body)).Status);
        door.Transport.BeforeSend = null;
        Assert.Equal(200, (await door.PostAsync("mailgun", body)).Status);
        Assert.Single(door.Events);
    }

    [Fact]
    public async Task What_mailgun_should_not_retry_is_answered_406()
    {
        var door = new DoorHarness(("Senders:Mailgun:Secrets:0", "k"));
        Assert.Equal(406, (await door.PostAsync("mailgun", "{")).Status);
        Assert.Equal(401, (await door.PostAsync("mailgun", "{}")).Status);
        Assert.Equal(406, (await door.PostAsync("mailgun", """{"\ud800 stands before":1}""")).Status);
        Assert.Equal(200, (await door.PostAsync("mailgun", Mailgun("t2", "{}"), ("Content-Type", "application/json"))).Status);
        Assert.Single(door.Parked.Items);
    }

    [Fact]
    public async Task Mailgun_is_heard_as_long_as_it_retries()
    {
        var door = new DoorHarness(("Senders:Mailgun:Secrets:0", "k"));
        var details = """{"id":"e1","event":"opened","timestamp":1777888800,"recipient":"ann@example.org"}""";
        door.Clock.Now = DoorHarness.Today.AddHours(8);
        Assert.Equal(200, (await door.PostAsync("mailgun", Mailgun("t1", details))).Status);
        door.Clock.Now = DoorHarness.Today.AddHours(10);
        Assert.Equal(401, (await door.PostAsync("mailgun", Mailgun("t2", details))).Status);
    }

    [Theory]
    [InlineData("Authorization", "Basic dXNlcjpwYXNz", "user:pass", 200)]
    [InlineData("Authorization", "Basic dXNlcjpwYXNz", "pass", 200)]
    [InlineData("Authorization", "Bearer tok", "tok", 200)]
    [InlineData("X-Handraiser-Secret", "tok", "tok", 200)]
    [InlineData("Authorization", "Basic ###", "user:pass", 401)]
    [InlineData("Authorization", "Bearer other", "tok", 401)]
    [InlineData("X-Other", "tok", "tok", 401)]
    public async Task Senders_that_do_not_sign_tell_a_secret(string header, string value, string secret, int status)
    {
        var door = new DoorHarness(("Senders:Brevo:Secrets:0", secret));
        var body = """{"event":"unique_proxy_open","email":"ann@example.org","ts_epoch":1777888800000,"message-id":"<m@x>","tag":"[\"spring\"]","X-Mailin-custom":"{\"action_id\":\"a1\"}"}""";
        Assert.Equal(status, (await door.PostAsync("brevo", body, (header, value))).Status);
        if (status != 200) return;
        var one = Assert.Single(door.Events);
        Assert.Equal((EventKinds.EmailOpened, true, "spring", "m@x", "a1"), (one.Kind, one.Data.Machine, one.Data.Campaign, one.Data.MessageId, one.Data.ActionId));
        Assert.Equal(DoorHarness.Today, one.At);
    }

    [Fact]
    public async Task An_open_that_brevo_tells_twice_in_its_two_ways_is_one_event()
    {
        var door = new DoorHarness(("Senders:Brevo:Secrets:0", "s"));
        await door.PostAsync("brevo", """[{"event":"opened","email":"ann@example.org","ts_epoch":1777888800000,"message-id":"<m@x>"},{"event":"unique_opened","email":"ann@example.org","ts_epoch":1777888800000,"message-id":"m@x"}]""", ("Authorization", "Bearer s"));
        Assert.Equal(2, door.Events.Count);
        Assert.Single(door.Events.Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task Mandrill_greets_before_it_has_a_key()
    {
        var door = new DoorHarness(("Senders:Mandrill:Enabled", "true"));
        Assert.Equal(200, (await door.SendAsync("HEAD", "mandrill", [], "https://shop.example/api/webhooks/mandrill")).Status);
        Assert.Equal(200, (await door.PostAsync("mandrill", "mandrill_events=%5B%5D", ("Content-Type", Form))).Status);
        Assert.Equal(401, (await door.PostAsync("mandrill", "mandrill_events=%5B%7B%7D%5D", ("Content-Type", Form))).Status);
    }

    [Fact]
    public async Task Mandrill_signs_the_address_that_was_entered_there()
    {
        const string Url = "https://user:pass@hooks.example/m?x=1";
        var events = """[{"event":"hard_bounce","ts":1777888800,"_id":"m1","msg":{"_id":"m1","email":"ann@example.org","tags":["spring"],"metadata":{"customer_id":"abcdefghijklmnopqrstuvwxyz"},"diag":"550"}},{"event":"open"}]""";
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Key("k"), Key(Url + "mandrill_events" + events)));
        var door = new DoorHarness(("Senders:Mandrill:Secrets:0", "k"), ("Senders:Mandrill:Url", Url));
        Assert.Equal(200, (await door.PostAsync("mandrill", "mandrill_events=" + Uri.EscapeDataString(events), ("X-Mandrill-Signature", signature), ("Content-Type", Form))).Status);
        var one = Assert.Single(door.Events);
        Assert.Equal((EventKinds.EmailBounced, BounceKind.Hard, "spring", "abcdefghijklmnopqrstuvwxyz"), (one.Kind, one.Data.Bounce, one.Data.Campaign, one.Customer.Id));
        var parked = ArchivedRequest.FromJson(Assert.Single(door.Parked.Items).Content);
        Assert.Equal("mandrill_events=" + Uri.EscapeDataString("""[{"event":"open"}]"""), parked.Body, ignoreCase: true);
    }

    private static (string, string)[] Standard(string body, byte[] key, string family = "webhook", int age = 0)
    {
        var stamp = DoorHarness.Today.AddSeconds(-age).ToUnixTimeSeconds();
        return [($"{family}-id", "m1"), ($"{family}-timestamp", $"{stamp}"), ($"{family}-signature", "v1a,zzz v1,AAAA v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Key($"m1.{stamp}.{body}"))))];
    }

    [Theory]
    [InlineData("webhook", 0, 200)]
    [InlineData("svix", 299, 200)]
    [InlineData("svix", 301, 401)]
    [InlineData("webhook", -301, 401)]
    public async Task Standard_webhooks_are_fresh_for_five_minutes_both_ways(string family, int age, int status)
    {
        var key = Enumerable.Range(1, 24).Select(i => (byte)i).ToArray();
        var door = new DoorHarness(("Senders:Resend:Secrets:0", "whsec_" + Convert.ToBase64String(key)));
        var body = """{"type":"email.bounced","created_at":"2026-05-04T10:00:00Z","data":{"email_id":"x","to":["Ann <ann@example.org>","bob@example.org"],"bounce":{"type":"Transient","message":"full"},"tags":{"campaign":"spring"}}}""";
        Assert.Equal(status, (await door.PostAsync("resend", body, Standard(body, key, family, age))).Status);
        if (status != 200) return;
        Assert.Equal(["ann@example.org", "bob@example.org"], door.Events.Select(e => e.Customer.Email));
        Assert.All(door.Events, e => Assert.Equal((BounceKind.Soft, "spring"), (e.Data.Bounce, e.Data.Campaign)));
        Assert.Equal(["resend:m1", "resend:m1:1"], door.Events.Select(e => e.Id));
    }

    [Fact]
    public async Task Anything_that_speaks_standard_webhooks_can_tell_our_events()
    {
        var key = Enumerable.Range(1, 24).Select(i => (byte)i).ToArray();
        var door = new DoorHarness(("Senders:Standard:Secrets:0", Convert.ToBase64String(key)));
        var body = """{"type":"Store.Visited","timestamp":"2026-05-04T09:00:00Z","data":{"customer":{"loyalty":"4711"},"data":{"store":"Leeds"}}}""";
        Assert.Equal(200, (await door.PostAsync("standard", body, Standard(body, key))).Status);
        var one = Assert.Single(door.Events);
        Assert.Equal(("standard:m1", EventKinds.StoreVisited, "4711", "Leeds", "standard"), (one.Id, one.Kind, one.Customer.Loyalty, one.Data.Store, one.Source));
    }

    [Fact]
    public async Task BigCommerce_names_and_the_detail_is_left_to_the_queue()
    {
        var door = new DoorHarness(("Senders:BigCommerce:Secrets:0", "raw-secret"));
        foreach (var body in new[]
        {
            """{"scope":"store/cart/lineItem/created","created_at":1777888800,"data":{"id":"l","cartId":"c1"}}""",
            """{"scope":"store/order/created","created_at":1777888800,"data":{"id":250}}""",
            """{"scope":"store/cart/converted","created_at":1777888800,"data":{"id":"c1","orderId":250}}""",
            """{"scope":"store/sku/inventory/updated","created_at":1777888800,"data":{"type":"sku","id":461,"inventory":{"product_id":206,"method":"absolute","value":5,"variant_id":509}}}""",
            """{"scope":"store/app/uninstalled","created_at":1777888800,"data":{}}""",
        })
        {
            Assert.Equal(200, (await door.PostAsync("bigcommerce", body, Standard(body, Key("raw-secret")))).Status);
        }
        Assert.Equal(["c1", "250", "250", "206"], door.Errands.Jobs.Select(j => j.ResourceId));
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task WooCommerce_orders_mean_what_their_state_says_and_count_once()
    {
        var door = new DoorHarness(("Senders:WooCommerce:Secrets:0", "a&amp;b"));
        foreach (var (topic, status) in new[] { ("order.created", "pending"), ("order.updated", "processing"), ("order.updated", "completed") })
        {
            var body = $$"""{"id":7,"status":"{{status}}","currency":"GBP","total":"20.00","date_created_gmt":"2026-05-04T09:00:00","billing":{"email":"ann@example.org"},"customer_id":0,"line_items":[{"product_id":93,"variation_id":0,"quantity":2,"price":10}]}""";
            var answer = await door.PostAsync("woocommerce", body, ("X-WC-Webhook-Topic", topic), ("X-WC-Webhook-Signature", Convert.ToBase64String(HMACSHA256.HashData(Key("a&b"), Key(body)))));
            Assert.Equal(200, answer.Status);
        }
        Assert.Equal(4, door.Events.Count);
        Assert.Equal([EventKinds.CheckoutStarted, EventKinds.OrderFulfilled, EventKinds.OrderPlaced], door.Events.DistinctBy(e => e.Id).Select(e => e.Kind).Order());
        Assert.Single(door.Events.Select(e => e.Data.CheckoutId).Distinct());
        Assert.Equal(200, (await door.PostAsync("woocommerce", "webhook_id=9", ("Content-Type", Form))).Status);
        Assert.Equal(401, (await door.PostAsync("woocommerce", "webhook_id=9&x=1", ("Content-Type", Form))).Status);
        Assert.Equal(4, door.Events.Count);
    }

    [Fact]
    public async Task A_stripe_session_that_expired_carries_the_way_back_and_the_consent()
    {
        var door = new DoorHarness(("Senders:Stripe:Secrets:0", "whsec_x"));
        var body = """{"id":"evt_1","type":"checkout.session.expired","created":1777888800,"data":{"object":{"id":"cs_1","currency":"jpy","amount_total":500,"customer_details":{"email":"ann@example.org"},"consent":{"promotions":"opt_in"},"after_expiration":{"recovery":{"enabled":true,"url":"https://buy.example/r/1"}}}}}""";
        var stamp = DoorHarness.Today.ToUnixTimeSeconds();
        var v1 = Convert.ToHexStringLower(HMACSHA256.HashData(Key("whsec_x"), Key($"{stamp}.{body}")));
        Assert.Equal(200, (await door.PostAsync("stripe", body, ("Stripe-Signature", $"t={stamp},v1={new string('0', 64)},v1={v1},v0=1"))).Status);
        var expired = door.Events.Single(e => e.Kind == EventKinds.CheckoutExpired);
        Assert.Equal(("https://buy.example/r/1", 500m, "stripe:cs_1"), (expired.Data.ResumeUrl, expired.Data.Value, expired.Data.CheckoutId));
        Assert.True(door.Events.Single(e => e.Kind == EventKinds.ConsentChanged).Data.Granted);
        Assert.Equal(401, (await door.PostAsync("stripe", body, ("Stripe-Signature", $"t={stamp},v0={v1}"))).Status);
    }

    private const string SegmentTrack = """{"type":"track","event":"Checkout Started","messageId":"1","userId":"u1","properties":{"order_id":"o1","products":[{"product_id":"p","category":"Games > Cards","price":3}]}}""";
    private const string SegmentBatch = $$"""{"batch":[{{SegmentTrack}},{"type":"track","event":"Course Clicked!","messageId":"2","anonymousId":"a"},{"type":"identify","userId":"ann@example.org"},{"type":"track"}]}""";

    [Fact]
    public async Task Segment_signs_the_body_or_tells_its_write_key()
    {
        var door = new DoorHarness(("Senders:Segment:Secrets:0", "s"));
        Assert.Equal(200, (await door.PostAsync("segment", SegmentBatch, ("X-Signature", SegmentSignature(SegmentBatch)))).Status);
        Assert.Equal([EventKinds.CheckoutStarted, EventKinds.CustomerUpdated, "track.course-clicked"], door.Events.Select(e => e.Kind).Order());
        var checkout = door.Events.Single(e => e.Kind == EventKinds.CheckoutStarted);
        Assert.Equal(("o1", null, "games/cards"), (checkout.Data.CheckoutId, checkout.Data.OrderId, checkout.Data.Lines[0].Category));
        Assert.Single(door.Parked.Items);
        Assert.Equal(200, (await door.PostAsync("segment", SegmentTrack, ("Authorization", "Basic " + Convert.ToBase64String("s:"u8)))).Status);
        Assert.Equal(401, (await door.PostAsync("segment", SegmentTrack, ("X-Signature", "00"))).Status);
    }

    [Fact]
    public async Task A_signature_over_the_first_of_a_batch_proves_nothing_else_in_it()
    {
        var signed = ("X-Signature", SegmentSignature(SegmentTrack));
        var door = new DoorHarness(("Senders:Segment:Secrets:0", "s"));
        Assert.Equal(401, (await door.PostAsync("segment", SegmentBatch, signed)).Status);
        Assert.Equal(401, (await door.PostAsync("segment", $"[{SegmentTrack},{SegmentTrack}]", signed)).Status);
        Assert.Empty(door.Events);
        Assert.Equal(200, (await door.PostAsync("segment", $$"""{"batch":[{{SegmentTrack}}]}""", signed)).Status);
        Assert.Single(door.Events);

        var trusting = new DoorHarness(("Senders:Segment:Secrets:0", "s"), ("Senders:Segment:TrustBatches", "true"));
        Assert.Equal(200, (await trusting.PostAsync("segment", SegmentBatch, signed)).Status);
        Assert.Equal(3, trusting.Events.Count);
    }

    private static string SegmentSignature(string signed) => Convert.ToHexStringLower(HMACSHA1.HashData(Key("s"), Key(signed)));

    [Theory]
    [InlineData("Body=STOP", false)]
    [InlineData("Body=+start+", true)]
    [InlineData("Body=hello&OptOutType=STOP", false)]
    [InlineData("Body=Yes%2C+please", null)]
    public async Task A_text_back_changes_consent_or_is_an_answer(string words, bool? granted)
    {
        var door = new DoorHarness(("Senders:Twilio:Secrets:0", "t"));
        var body = $"MessageSid=SM1&SmsStatus=received&From=whatsapp%3A%2B441134960000&To=%2B1&{words}";
        await PostTwilioAsync(door, body);
        var one = Assert.Single(door.Events);
        Assert.Equal(("+441134960000", granted), (one.Customer.Phone, one.Data.Granted));
        Assert.Equal(granted is null ? EventKinds.SmsReplied : EventKinds.ConsentChanged, one.Kind);
    }

    [Fact]
    public async Task The_state_of_our_text_names_our_action()
    {
        var door = new DoorHarness(("Senders:Twilio:Secrets:0", "t"));
        await PostTwilioAsync(door, "MessageSid=SM1&MessageStatus=undelivered&To=%2B441134960000&From=%2B1&ErrorCode=30003", "?action_id=a1");
        var one = Assert.Single(door.Events);
        Assert.Equal((EventKinds.SmsFailed, "a1", "30003", "twilio:SM1:undelivered"), (one.Kind, one.Data.ActionId, one.Data.Reason, one.Id));
    }

    private static async Task PostTwilioAsync(DoorHarness door, string body, string query = "")
    {
        var url = "https://shop.example/api/webhooks/twilio" + query;
        var fields = body.Split('&').Select(p => p.Split('=')).OrderBy(p => p[0], StringComparer.Ordinal).Select(p => p[0] + Uri.UnescapeDataString(p[1].Replace('+', ' ')));
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Key("t"), Key(url + string.Concat(fields))));
        Assert.Equal(200, (await door.SendAsync("POST", "twilio", Key(body), url, ("Content-Type", Form), ("X-Twilio-Signature", signature))).Status);
    }
}
