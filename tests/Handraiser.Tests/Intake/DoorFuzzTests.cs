using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Tests.Intake.Senders;
using Xunit;

namespace Handraiser.Tests.Intake;

/// <summary>
/// Bodies that were bent at random, signed rightly and posted to every sender: each is taken or refused, none makes the door fail. The
/// seed is fixed, so that a failure comes back.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "These senders sign with it.")]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Bending needs a seed, not secrecy.")]
public sealed class DoorFuzzTests
{
    private const int BodiesEach = 1_800;
    private const string Form = "application/x-www-form-urlencoded";
    // A public key that nobody has the private one of.
    private static readonly string Key = Convert.ToBase64String(ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfo());

    private static readonly string[] Json =
    [
        """[{"email":"ann@example.org","timestamp":1777888800,"event":"click","category":["a","b"],"sg_event_id":"e","sg_message_id":"m.filter1","url":"https://a.example/","url_offset":{"index":0}},{"email":"bob@example.org","timestamp":"1777888800000","event":"bounce","type":"blocked","status":"5.1.1","pool":{"id":1}}]""",
        """{"signature":{"timestamp":"1777888800","token":"TOKEN","signature":"SIGNATURE"},"event-data":{"id":"e","event":"failed","severity":"permanent","timestamp":1777888800.5,"recipient":"ann@example.org","delivery-status":{"message":"no","code":550},"tags":["a"],"user-variables":{"action_id":"x"}}}""",
        """{"RecordType":"Bounce","ID":42,"Type":"HardBounce","Email":"ann@example.org","BouncedAt":"2022-09-02T14:29:19.1234567Z","Metadata":{"campaign":"c"},"Geo":{"IP":"1.2.3.4"}}""",
        """[{"event":"click","email":"ann@example.org","ts_epoch":1777888800000,"tags":["a"],"tag":"[\"a\"]","link":"https://a.example/","message-id":"<m>"}]""",
        """{"type":"email.clicked","created_at":"2026-05-04T10:00:00Z","data":{"email_id":"x","to":["ann@example.org"],"tags":[{"name":"campaign","value":"c"}],"click":{"link":"https://a.example/"}}}""",
        """{"type":"order.placed","timestamp":"2026-05-04T10:00:00Z","at":"2026-05-04T10:00:00Z","customer":{"email":"ann@example.org"},"data":{"customer":{"email":"ann@example.org"},"data":{"value":1.5,"lines":[{"id":"1","quantity":2,"price":1}],"answers":["a"],"traits":{"x":"y"}}}}""",
        """{"id":88,"token":"t","cart_token":"c","email":"ann@example.org","customer":{"id":3},"status":"completed","line_items":[{"product_id":71,"variant_id":712,"quantity":2,"price":"10.00","line_price":"20.00","line_price_set":{"shop_money":{"currency_code":"GBP"}}}],"billing":{"email":"ann@example.org"},"total_price":"20.00","created_at":"2026-05-04T09:10:00Z","updated_at":"2026-05-04T09:10:00Z","variants":[{"id":1,"price":"2","inventory_quantity":3}],"images":[{"src":"u"}],"email_marketing_consent":{"state":"subscribed","consent_updated_at":"2026-01-02T03:04:05Z"},"order_id":1,"transactions":[{"kind":"refund","amount":"1"}]}""",
        """{"id":"evt_1","type":"checkout.session.completed","created":1777888800,"data":{"object":{"id":"cs","currency":"gbp","amount_total":500,"customer_details":{"email":"ann@example.org"},"consent":{"promotions":"opt_in"},"payment_status":"paid"}}}""",
        """{"batch":[{"type":"track","event":"Product Added","messageId":"1","userId":"u","timestamp":"2026-05-04T10:00:00Z","properties":{"product_id":"p","category":"a > b","price":3,"products":[{"sku":"s"}]}},{"type":"identify","anonymousId":"a","traits":{"email":"ann@example.org"}}]}""",
        """{"scope":"store/cart/lineItem/created","created_at":1777888800,"data":{"id":"l","cartId":"c1"}}""",
        """{"Type":"Notification","MessageId":"m","Message":"{}","TopicArn":"arn:aws:sns:x","Timestamp":"2026-05-04T10:00:00Z","SignatureVersion":"2","Signature":"AAAA","SigningCertURL":"https://sns.us-east-1.amazonaws.com/x.pem"}""",
    ];

    private static readonly string[] Forms =
    [
        "mandrill_events=" + Uri.EscapeDataString("""[{"event":"click","ts":1777888800,"msg":{"_id":"m","email":"ann@example.org","tags":["a"],"metadata":{"x":"y"}},"url":"u"},{"type":"blacklist","action":"add","reject":{"reason":"spam","email":"a@b.example"}}]"""),
        "MessageSid=SM1&SmsStatus=received&From=%2B441134960000&To=%2B1&Body=STOP",
    ];

    private static readonly string[] Mails =
    [
        "--b\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\nAnn <ann@example.org>\r\n--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\nshop@reply.shop.example\r\n--b\r\nContent-Disposition: form-data; name=\"headers\"\r\n\r\nMessage-ID: <1@mail.example>\nSubject: Re: Size\r\n--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nYes please\r\n--b--\r\n",
        "--b\r\nContent-Disposition: form-data; name=\"envelope\"\r\n\r\n{\"to\":[\"x@reply.shop.example\"],\"from\":\"ann@example.org\"}\r\n--b\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\nann@example.org\r\n--b\r\nContent-Disposition: form-data; name=\"html\"\r\n\r\n<p>stop<br>&amp;</p>\r\n--b--\r\n",
    ];

    private static readonly string[] Amazons =
    [
        """{"eventType":"Click","mail":{"messageId":"m","timestamp":"2026-05-04T09:00:00.000Z","source":"s@shop.example","destination":["ann@example.org"],"tags":{"campaign":["spring"]}},"click":{"timestamp":"2026-05-04T09:00:01.000Z","link":"https://a.example/","ipAddress":"192.0.2.1","userAgent":"U","linkTags":{}}}""",
        """{"notificationType":"Bounce","mail":{"messageId":"m","timestamp":"2026-05-04T09:00:00.000Z","destination":["ann@example.org","bob@example.org"]},"bounce":{"bounceType":"Permanent","bounceSubType":"General","timestamp":"2026-05-04T09:00:01.000Z","bouncedRecipients":[{"emailAddress":"ann@example.org","status":"5.1.1","diagnosticCode":"smtp"}]}}""",
    ];

    private static readonly string[] Tokens = ["null", "true", "-1", "1e400", "\"\\ud800\"", "[]", "{}", "\"\"", "99999999999999999999", "[[[[[[", "\"\\u0000\"", "0.1", "\uFFFD", "\"9999-99-99\"", ",", "}"];

    private static readonly string[] Topics = ["carts/update", "checkouts/update", "orders/create", "refunds/create", "customers/update", "products/update", "customers/redact", "orders/cancelled"];
    private static readonly string[] WooTopics = ["order.updated", "customer.created", "product.updated", "product.deleted", "action.x"];

    [Theory]
    [InlineData("sendgrid")]
    [InlineData("mailgun")]
    [InlineData("postmark")]
    [InlineData("brevo")]
    [InlineData("resend")]
    [InlineData("standard")]
    [InlineData("shopify")]
    [InlineData("woocommerce")]
    [InlineData("bigcommerce")]
    [InlineData("stripe")]
    [InlineData("segment")]
    [InlineData("mandrill")]
    [InlineData("twilio")]
    [InlineData("ses")]
    [InlineData("inbound")]
    [InlineData("events")]
    public async Task No_body_makes_the_door_fail_and_only_proven_ones_reach_the_queue(string sender)
    {
        var random = new Random(20260504 + sender.Length * 31 + sender[0]);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = sender switch
        {
            "sendgrid" => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            "resend" or "standard" => Convert.ToBase64String(Encoding.UTF8.GetBytes("k")),
            "inbound" => "inbound:a-long-enough-password",
            _ => "k",
        };
        using var sns = new SnsKeys();
        var door = new DoorHarness(sender == "ses" ? sns.Settings : [($"Senders:{sender switch { "events" => "segment", _ => sender }}:Secrets:0", secret), ("Keys:Events", "k")]);
        var taken = 0;
        for (var i = 0; i < BodiesEach; i++)
        {
            var body = Bent(random, sender switch { "mandrill" or "twilio" => Forms, "inbound" => Mails, "ses" => Amazons, _ => Json }, proven: i % 5 != 0);
            // Amazon's signature stands in the body: what is bent is what it signs.
            if (sender == "ses" && i % 5 != 0) body = Encoding.UTF8.GetBytes(sns.Envelope(Text(body), type: random.Next(10) == 0 ? "SubscriptionConfirmation" : "Notification"));
            var kept = door.Transport.Messages.Count;
            var parked = door.Parked.Items.Count;
            if (i % 5 == 0)
            {
                var answer = sender == "events" ? await EventsAsync(door, body, random, keyed: false) : await PostAsync(door, sender, body, []);
                Assert.True(answer.Status is >= 400 and < 500 || IsGreeting(sender, body, answer), $"{sender} was answered {answer}: {Text(body)}");
                Assert.Equal((kept, parked), (door.Transport.Messages.Count, door.Parked.Items.Count));
                continue;
            }
            var proven = sender == "events" ? await EventsAsync(door, body, random, keyed: true) : await PostAsync(door, sender, body, Proof(sender, body, key, random));
            Assert.True(proven.Status < 500, $"{sender} was answered {proven}: {Text(body)}");
            if (proven.Status >= 400) Assert.Equal((kept, parked), (door.Transport.Messages.Count, door.Parked.Items.Count));
            taken += proven.Status < 300 ? 1 : 0;
        }
        Assert.Empty(door.Failures);
        // What reaches nothing but the verifier or the reader of JSON would prove little.
        Assert.InRange(taken, BodiesEach / 50, BodiesEach);
    }

    [Fact]
    public void Every_sender_is_bent_and_together_they_are_twenty_thousand_and_more()
    {
        var bent = typeof(DoorFuzzTests).GetMethod(nameof(No_body_makes_the_door_fail_and_only_proven_ones_reach_the_queue))!.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
            .Cast<InlineDataAttribute>().SelectMany(a => a.GetData(null!)).Select(d => (string)d[0]).ToList();
        Assert.Equal(AllSenders.Create(new SnsCertificates(new HttpClient()), DoorHarness.Identity).Select(s => s.Name).Append("events").Order(), bent.Order());
        Assert.True(bent.Count * BodiesEach >= 20_000);
    }

    [Fact]
    public void Whatever_bytes_and_headers_come_unproven_nothing_is_kept_and_nothing_fails()
    {
        var senders = AllSenders.Create(new SnsCertificates(new HttpClient()), DoorHarness.Identity).Select(s => s.Name).ToArray();
        string[] headers = ["X-Signature", "Authorization", "Stripe-Signature", "webhook-id", "webhook-timestamp", "webhook-signature", "X-Shopify-Hmac-Sha256", "X-WC-Webhook-Signature", "X-Twilio-Signature", "X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp", "X-Mandrill-Signature", "X-Handraiser-Secret"];
        string[] types = ["application/json", Form, "text/plain", "multipart/form-data; boundary=b", ""];
        var door = new DoorHarness([.. senders.Select(s => ($"Senders:{s}:Secrets:0", s switch { "sendgrid" => Key, "resend" or "standard" => Convert.ToBase64String(new byte[24]), "ses" => SnsKeys.Topic, _ => "a-secret-that-nobody-guesses" }))]);
        Prop.ForAll<byte[], NonNull<string>, NonNegativeInt>((body, value, which) => TurnsAway(door, senders[which.Get % senders.Length], body, (headers[(which.Get / 3) % headers.Length], value.Get), types[(which.Get / 7) % types.Length]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(1_000));
    }

    private static bool TurnsAway(DoorHarness door, string sender, byte[] body, (string, string) header, string type)
    {
        var answer = door.PostAsync(sender, body, header, ("Content-Type", type)).GetAwaiter().GetResult();
        return (answer.Status is >= 400 and < 500 || IsGreeting(sender, body, answer)) && door.Transport.Messages.IsEmpty && door.Parked.Items.IsEmpty && door.Failures.IsEmpty;
    }

    private static string Text(byte[] body) => Encoding.UTF8.GetString(body);

    private static bool IsGreeting(string sender, byte[] body, DoorAnswer answer) =>
        answer == DoorAnswer.Taken && (sender == "mandrill" ? Text(body) == "mandrill_events=[]" : sender == "woocommerce" && Text(body).StartsWith("webhook_id=", StringComparison.Ordinal));

    private static Task<DoorAnswer> PostAsync(DoorHarness door, string sender, byte[] body, (string, string)[] proof) =>
        door.PostAsync(sender, body, [.. proof, ("Content-Type", sender switch { "mandrill" or "twilio" => Form, "inbound" => "multipart/form-data; boundary=b", _ => "application/json" })]);

    private static Task<DoorAnswer> EventsAsync(DoorHarness door, byte[] body, Random random, bool keyed)
    {
        string[] types = ["application/json", "application/x-ndjson", "application/cloudevents+json", "application/cloudevents-batch+json"];
        return door.EventsAsync(DoorHarness.Request("POST", "/api/events", body, ("x-functions-key", keyed ? "k" : "no"), ("Content-Type", types[random.Next(types.Length)])));
    }

    private static byte[] Bent(Random random, string[] bodies, bool proven)
    {
        var text = bodies[random.Next(bodies.Length)];
        if (text.Contains("SIGNATURE", StringComparison.Ordinal))
        {
            var token = random.Next().ToString();
            text = text.Replace("TOKEN", token).Replace("SIGNATURE", Convert.ToHexStringLower(HMACSHA256.HashData(proven ? "k"u8 : "other"u8, Encoding.UTF8.GetBytes("1777888800" + token))));
        }
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var times = random.Next(4); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                case 3: ReplaceValue(bytes, at, Tokens[random.Next(Tokens.Length)]); break;
                default: bytes.InsertRange(at, Enumerable.Range(0, random.Next(20)).Select(_ => (byte)random.Next(256))); break;
            }
            if (bytes.Count == 0) bytes.Add((byte)'{');
        }
        return [.. bytes];
    }

    /// <summary>Puts another value in the place of the next one: what stays is JSON, and the shape is wrong.</summary>
    private static void ReplaceValue(List<byte> bytes, int at, string token)
    {
        var colon = bytes.IndexOf((byte)':', at);
        if (colon < 0) return;
        var end = bytes.FindIndex(colon, b => b is (byte)',' or (byte)'}');
        if (end < 0) return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(token));
    }

    private static (string, string)[] Proof(string sender, byte[] body, ECDsa key, Random random)
    {
        var stamp = DoorHarness.Today.ToUnixTimeSeconds().ToString();
        var k = "k"u8.ToArray();
        return sender switch
        {
            "sendgrid" =>
            [
                ("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(stamp).Concat(body).ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))),
                ("X-Twilio-Email-Event-Webhook-Timestamp", stamp),
            ],
            "postmark" or "brevo" => [("Authorization", "Bearer k")],
            "inbound" => [("Authorization", "Basic " + Convert.ToBase64String("inbound:a-long-enough-password"u8))],
            "resend" or "standard" or "bigcommerce" =>
            [
                ("webhook-id", "m"), ("webhook-timestamp", stamp),
                ("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(k, Encoding.UTF8.GetBytes($"m.{stamp}.").Concat(body).ToArray()))),
            ],
            "shopify" => [("X-Shopify-Hmac-Sha256", Convert.ToBase64String(HMACSHA256.HashData(k, body))), ("X-Shopify-Topic", Topics[random.Next(Topics.Length)])],
            "woocommerce" => [("X-WC-Webhook-Signature", Convert.ToBase64String(HMACSHA256.HashData(k, body))), ("X-WC-Webhook-Topic", WooTopics[random.Next(WooTopics.Length)])],
            "stripe" => [("Stripe-Signature", $"t={stamp},v1={Convert.ToHexStringLower(HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(stamp + ".").Concat(body).ToArray()))}")],
            "segment" => [("X-Signature", Convert.ToHexStringLower(HMACSHA1.HashData(k, body)))],
            "mandrill" or "twilio" => [(sender == "twilio" ? "X-Twilio-Signature" : "X-Mandrill-Signature", FormProof(sender, body))],
            _ => [],
        };
    }

    private static string FormProof(string sender, byte[] body)
    {
        var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Text(body)).OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value.Select(v => f.Key + v));
        return Convert.ToBase64String(HMACSHA1.HashData("k"u8, Encoding.UTF8.GetBytes($"https://shop.example/api/webhooks/{sender}{string.Concat(fields)}")));
    }
}
