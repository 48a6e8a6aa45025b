using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class SendGridTests
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DoorHarness door;

    public SendGridTests() => door = new DoorHarness(("Senders:SendGrid:Secrets:0", Convert.ToBase64String(key.ExportSubjectPublicKeyInfo())));

    private (string, string)[] Signed(string body, DateTimeOffset? at = null)
    {
        var stamp = (at ?? DoorHarness.Today).ToUnixTimeSeconds().ToString();
        var signature = key.SignData(Encoding.UTF8.GetBytes(stamp + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return
        [
            ("Content-Type", "application/json"),
            ("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature)),
            ("X-Twilio-Email-Event-Webhook-Timestamp", stamp),
        ];
    }

    private async Task<CustomerEvent> OneAsync(string fields)
    {
        var body = $$"""[{"email":"ann@example.org","sg_event_id":"e1","timestamp":1777888800,{{fields}}}]""" + "\r\n";
        var answer = await door.PostAsync("sendgrid", body, Signed(body));
        Assert.Equal(DoorAnswer.Taken, answer);
        return Assert.Single(door.Events);
    }

    [Theory]
    [InlineData("processed", EventKinds.EmailSent)]
    [InlineData("dropped", EventKinds.EmailDropped)]
    [InlineData("delivered", EventKinds.EmailDelivered)]
    [InlineData("deferred", EventKinds.EmailDeferred)]
    [InlineData("bounce", EventKinds.EmailBounced)]
    [InlineData("open", EventKinds.EmailOpened)]
    [InlineData("click", EventKinds.EmailClicked)]
    [InlineData("spamreport", EventKinds.EmailComplained)]
    [InlineData("unsubscribe", EventKinds.EmailUnsubscribed)]
    [InlineData("group_unsubscribe", EventKinds.EmailUnsubscribed)]
    [InlineData("group_resubscribe", EventKinds.EmailResubscribed)]
    public async Task Each_kind_of_event_is_translated(string told, string kind)
    {
        var one = await OneAsync($$"""
            "event":"{{told}}"
            """);
        Assert.Equal(kind, one.Kind);
        Assert.Equal("ann@example.org", one.Customer.Email);
        Assert.Equal(DoorHarness.Today, one.At);
        Assert.Equal("sendgrid", one.Source);
    }

    [Fact]
    public async Task A_click_on_our_own_mail_carries_our_arguments()
    {
        var one = await OneAsync("""
            "event":"click","url":"https://shop.example/a?b=1","useragent":"Firefox","ip":"198.51.100.7","category":["spring","all"],
            "action_id":"act7","customer_id":"abcdefghijklmnopqrstuvwxyz","campaign":"spring-2026",
            "sg_message_id":"14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0","url_offset":{"index":0,"type":"html"}
            """);
        Assert.Equal(("act7", "abcdefghijklmnopqrstuvwxyz", "spring-2026"), (one.Data.ActionId, one.Customer.Id, one.Data.Campaign));
        Assert.Equal(("https://shop.example/a?b=1", "Firefox", "198.51.100.7"), (one.Data.Url, one.Data.UserAgent, one.Data.Ip));
        Assert.Equal("14c5d75ce93.dfd.64b469", one.Data.MessageId);
    }

    [Theory]
    [InlineData("\"category\":\"spring\"")]
    [InlineData("\"category\":[\"spring\",\"all\"]")]
    public async Task A_category_may_be_a_text_or_a_list(string category) => Assert.Equal("spring", (await OneAsync($"\"event\":\"open\",{category}")).Data.Campaign);

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("\"false\"", false)]
    [InlineData("null", null)]
    public async Task A_machines_open_is_told_as_a_truth_or_a_text(string told, bool? machine) =>
        Assert.Equal(machine, (await OneAsync($"\"event\":\"open\",\"sg_machine_open\":{told}")).Data.Machine);

    [Theory]
    [InlineData("1777888800")]
    [InlineData("1777888800000")]
    [InlineData("\"1777888800\"")]
    public async Task Times_may_be_seconds_milliseconds_or_text(string time)
    {
        var body = $$"""[{"email":"ann@example.org","event":"open","timestamp":{{time}}}]""";
        await door.PostAsync("sendgrid", body, Signed(body));
        Assert.Equal(DoorHarness.Today, Assert.Single(door.Events).At);
    }

    [Theory]
    [InlineData("Invalid Address", "bounce", "5.1.1", BounceKind.Hard)]
    [InlineData("Mailbox Unavailable", "bounce", "5.2.2", BounceKind.Soft)]
    [InlineData("Technical", "bounce", "5.0.0", BounceKind.Soft)]
    [InlineData("Technical Failure", "bounce", "5.0.0", BounceKind.Soft)]
    [InlineData("Content", "blocked", "5.7.1", BounceKind.Blocked)]
    [InlineData("Reputation", "bounce", "5.7.1", BounceKind.Blocked)]
    [InlineData("Frequency/Volume", "bounce", "4.7.0", BounceKind.Blocked)]
    [InlineData("Frequency or Volume Too High", "blocked", "4.7.0", BounceKind.Blocked)]
    [InlineData("Unclassified", "blocked", "5.0.0", BounceKind.Blocked)]
    [InlineData("Unclassified", "bounce", "5.0.0", BounceKind.Hard)]
    [InlineData("Unclassified", "bounce", "4.2.1", BounceKind.Soft)]
    public async Task A_bounce_is_hard_soft_or_blocked_in_either_spelling(string classification, string type, string status, BounceKind kind)
    {
        var one = await OneAsync($$"""
            "event":"bounce","type":"{{type}}","status":"{{status}}","bounce_classification":"{{classification}}","reason":"told"
            """);
        Assert.Equal(kind, one.Data.Bounce);
    }

    [Theory]
    [InlineData("Bounced Address", BounceKind.Hard)]
    [InlineData("Invalid", BounceKind.Hard)]
    [InlineData("Unsubscribed Address", null)]
    public async Task A_drop_for_a_bad_address_is_as_good_as_a_hard_bounce(string reason, BounceKind? kind) =>
        Assert.Equal(kind, (await OneAsync($"\"event\":\"dropped\",\"reason\":\"{reason}\"")).Data.Bounce);

    [Fact]
    public async Task An_account_suspended_is_about_no_customer_and_parks_nothing()
    {
        var body = """[{"event":"account_status_change","type":"compliance_suspend","timestamp":1777888800,"sg_event_id":"x"}]""";
        Assert.Equal(DoorAnswer.Taken, await door.PostAsync("sendgrid", body, Signed(body)));
        Assert.Empty(door.Events);
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task Mail_to_the_shops_own_people_is_about_no_customer()
    {
        var body = """[{"email":"ana@shop.example","event":"open","category":["handraiser-staff"],"timestamp":1777888800,"sg_event_id":"x"},{"email":"ann@example.org","event":"open","category":["spring"],"timestamp":1777888800,"sg_event_id":"y"}]""";
        Assert.Equal(DoorAnswer.Taken, await door.PostAsync("sendgrid", body, Signed(body)));
        Assert.Equal("ann@example.org", Assert.Single(door.Events).Customer.Email);
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task Two_tellings_of_one_event_have_one_id()
    {
        var body = """[{"email":"ann@example.org","event":"click","timestamp":1777888800,"url":"https://shop.example/"}]""";
        await door.PostAsync("sendgrid", body, Signed(body));
        await door.PostAsync("sendgrid", body, Signed(body));
        Assert.Single(door.Events.Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task A_bad_event_is_parked_and_the_good_ones_are_kept()
    {
        var body = """[{"email":"ann@example.org","event":"open","timestamp":1777888800},{"email":"bob@example.org","event":"open"},{"email":"\ud800","event":"open","timestamp":1},7]""";
        Assert.Equal(DoorAnswer.Taken, await door.PostAsync("sendgrid", body, Signed(body)));
        Assert.Single(door.Events);
        Assert.Equal(["[1].timestamp", "[2]", "[3]"], door.Parked.Items.Select(i => i.Reason.Split(": ")[0]));
        var again = ArchivedRequest.FromJson(door.Parked.Items.First().Content);
        Assert.Equal(("sendgrid", """[{"email":"bob@example.org","event":"open"}]"""), (again.Sender, again.Body));
    }

    [Theory]
    [InlineData("""{"event":"open"}""", "body")]
    [InlineData("""[{"event":"open",""", "body")]
    [InlineData("", "body")]
    [InlineData("""[{"email":"ann@example.org","event":"open"}]""", "[0].timestamp")]
    [InlineData("""[{"email":"ann@example.org","timestamp":1777888800}]""", "[0].event")]
    public async Task What_cannot_be_understood_is_refused_with_the_field(string body, string field)
    {
        var answer = await door.PostAsync("sendgrid", body, Signed(body));
        Assert.Equal((400, field), (answer.Status, answer.Field));
        Assert.Empty(door.Events);
    }

    [Fact]
    public async Task A_changed_byte_a_missing_line_end_or_another_key_is_unproven()
    {
        var body = "[]\r\n";
        Assert.Equal(401, (await door.PostAsync("sendgrid", "[]", Signed(body))).Status);
        Assert.Equal(401, (await door.PostAsync("sendgrid", "[ ]\r\n", Signed(body))).Status);
        Assert.Equal(401, (await door.PostAsync("sendgrid", body)).Status);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var others = new DoorHarness(("Senders:SendGrid:Secrets:0", Convert.ToBase64String(other.ExportSubjectPublicKeyInfo())));
        Assert.Equal(401, (await others.PostAsync("sendgrid", body, Signed(body))).Status);
    }

    [Fact]
    public async Task A_signed_body_is_taken_for_a_day_and_then_stale()
    {
        var body = "[]\r\n";
        Assert.Equal(200, (await door.PostAsync("sendgrid", body, Signed(body, DoorHarness.Today.AddHours(-24)))).Status);
        Assert.Equal(401, (await door.PostAsync("sendgrid", body, Signed(body, DoorHarness.Today.AddHours(-26)))).Status);
    }

    [SkippableFact]
    public async Task The_published_vectors_get_their_verdicts()
    {
        foreach (var vector in Vectors.Read("sendgrid"))
        {
            var body = vector.Body();
            var recorded = new DoorHarness(("Senders:SendGrid:Secrets:0", vector.Text("public_key")!));
            if (long.TryParse(vector.Headers.FirstOrDefault(h => h.Name.EndsWith("Timestamp", StringComparison.Ordinal)).Value, out var stamp)) recorded.Clock.Now = DateTimeOffset.FromUnixTimeSeconds(stamp);
            var answer = await recorded.PostAsync("sendgrid", body, vector.Headers);
            Assert.True(vector.Flag("expected_valid") == (answer.Status == 200), $"{vector.Name} was answered {answer.Status}");
        }
    }

    [SkippableFact]
    public async Task The_documented_batch_becomes_eleven_events()
    {
        var body = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(Shared.Path("vectors", "sendgrid", "payloads", "all_events_csharp.json")));
        Assert.Equal(DoorAnswer.Taken, await door.PostAsync("sendgrid", body, Signed(body)));
        Assert.Equal(11, door.Events.Count);
        Assert.All(door.Events, e => Assert.Equal("cat facts", e.Data.Campaign ?? "cat facts"));
    }
}
