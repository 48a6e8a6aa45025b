using System.Text;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>The recorded and published requests of others, through the real door at the time they were made.</summary>
public sealed class RecordedVectorTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private static void AssertVerdict(Vectors vector, bool valid, DoorAnswer answer) =>
        Assert.True(valid == answer.Status is >= 200 and < 300, $"{vector.Sender}/{vector.Name} was answered {answer.Status} {answer.Detail}");

    [SkippableTheory]
    [InlineData("standard-webhooks", "standard", "secret")]
    [InlineData("resend", "resend", "secret")]
    [InlineData("bigcommerce", "bigcommerce", "client_secret")]
    [InlineData("stripe", "stripe", "secret")]
    [InlineData("woocommerce", "woocommerce", "secret")]
    public async Task Signed_bodies_get_their_verdicts(string folder, string sender, string secret)
    {
        foreach (var vector in Vectors.Read(folder))
        {
            var door = new DoorHarness(($"Senders:{sender}:Secrets:0", vector.Text(secret)!));
            door.Clock.Now = vector.Now ?? door.Clock.Now;
            var answer = await door.PostAsync(sender, vector.Body(), vector.Headers);
            var greeted = vector.Told.TryGetProperty("must_answer_status", out var status) && status.GetInt32() == 200;
            AssertVerdict(vector, vector.Flag("expected_valid") || greeted, answer);
            if (greeted) Assert.Empty(door.Events);
        }
    }

    [SkippableFact]
    public async Task Mailgun_bodies_get_their_verdicts_and_their_kinds()
    {
        var kinds = new HashSet<string>();
        foreach (var vector in Vectors.Read("mailgun"))
        {
            var door = new DoorHarness(("Senders:Mailgun:Secrets:0", vector.Text("signing_key")!));
            door.Clock.Now = vector.Now ?? DateTimeOffset.FromUnixTimeSeconds(long.Parse(vector.Text("timestamp")!));
            AssertVerdict(vector, vector.Flag("expected_hmac_valid"), await door.PostAsync("mailgun", vector.Body(), ("Content-Type", "application/json")));
            Assert.Empty(door.Parked.Items);
            kinds.UnionWith(door.Events.Select(e => e.Kind));
        }
        Assert.Superset(new HashSet<string> { EventKinds.EmailSent, EventKinds.EmailClicked, EventKinds.EmailDelivered, EventKinds.EmailOpened, EventKinds.EmailBounced, EventKinds.EmailComplained, EventKinds.EmailDeferred, EventKinds.EmailUnsubscribed, EventKinds.EmailDropped }, kinds);
    }

    [SkippableFact]
    public async Task Mandrill_forms_get_their_verdicts()
    {
        foreach (var vector in Vectors.Read("mandrill"))
        {
            var door = new DoorHarness(("Senders:Mandrill:Secrets:0", vector.Text("webhook_key")!));
            AssertVerdict(vector, vector.Flag("expected_valid"), await door.SendAsync("POST", "mandrill", vector.Body(), vector.Text("url")!, [("Content-Type", Form), .. vector.Headers]));
        }
    }

    [SkippableFact]
    public async Task Twilio_forms_get_their_verdicts()
    {
        foreach (var vector in Vectors.Read("twilio"))
        {
            var door = new DoorHarness(("Senders:Twilio:Secrets:0", vector.Text("auth_token")!));
            var form = vector.Told.GetProperty("form");
            var isForm = form.ValueKind == JsonValueKind.Object;
            var body = isForm
                ? Encoding.UTF8.GetBytes(string.Join('&', form.EnumerateObject().Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value.GetString()!)}")))
                : vector.Body();
            AssertVerdict(vector, vector.Flag("expected_valid"), await door.SendAsync("POST", "twilio", body, vector.Text("url")!, [("Content-Type", isForm ? Form : "application/json"), .. vector.Headers]));
        }
    }

    [SkippableFact]
    public async Task Sns_messages_get_their_verdicts_under_a_certificate_that_was_laid_ready()
    {
        foreach (var vector in Vectors.Read("ses-sns"))
        {
            var told = JsonDocument.Parse(vector.Body()).RootElement;
            var topic = told.GetProperty("TopicArn").GetString()!;
            var door = new DoorHarness(("Senders:Ses:Topics:0", topic), ("Senders:Ses:CertificateFolder", Shared.Path("vectors", "ses-sns")));
            door.Clock.Now = told.GetProperty("Timestamp").GetDateTimeOffset().AddMinutes(1);
            AssertVerdict(vector, vector.Flag("expected_valid"), await door.PostAsync("ses", vector.Body(), ("Content-Type", "text/plain; charset=UTF-8")));
            Assert.Equal(vector.Name.Contains("subscription-confirmation") && vector.Flag("expected_valid") ? 1 : 0, door.Errands.Confirmed.Count);
            var others = new DoorHarness(("Senders:Ses:Topics:0", topic + "-not"), ("Senders:Ses:CertificateFolder", Shared.Path("vectors", "ses-sns")));
            others.Clock.Now = door.Clock.Now;
            Assert.Equal(401, (await others.PostAsync("ses", vector.Body())).Status);
        }
    }

    [SkippableTheory]
    [InlineData("postmark")]
    [InlineData("brevo")]
    public async Task Documented_bodies_of_senders_that_do_not_sign_are_read(string sender)
    {
        foreach (var file in Directory.GetFiles(Shared.Path("vectors", sender, "payloads"), "*.json"))
        {
            var door = new DoorHarness(($"Senders:{sender}:Secrets:0", "user:pass"));
            var basic = "Basic " + Convert.ToBase64String("user:pass"u8);
            var answer = await door.PostAsync(sender, await File.ReadAllBytesAsync(file), ("Authorization", basic), ("Content-Type", "application/json"));
            Assert.True(answer == DoorAnswer.Taken && door.Parked.Items.IsEmpty && door.Events.Count == 1, $"{Path.GetFileName(file)}: {answer} {door.Parked.Items.FirstOrDefault()?.Reason}");
            Assert.EndsWith(".com", door.Events[0].Customer.Email);
            Assert.Equal(401, (await door.PostAsync(sender, await File.ReadAllBytesAsync(file), ("Authorization", "Basic " + Convert.ToBase64String("user:no"u8)))).Status);
        }
    }

    [SkippableFact]
    public void Documented_ses_events_name_their_recipients()
    {
        foreach (var file in Directory.GetFiles(Shared.Path("vectors", "ses-sns", "payloads"), "*.json"))
        {
            var envelope = JsonSerializer.Serialize(new { Type = "Notification", Message = File.ReadAllText(file) });
            var request = new WebhookRequest("POST", "", new Microsoft.AspNetCore.Http.HeaderDictionary(), Encoding.UTF8.GetBytes(envelope), DoorHarness.Today);
            var parsed = new Functions.Intake.Senders.Ses.SesParser().Parse(request);
            Assert.True(parsed.Refused.Count == 0 && parsed.Events.Count > 0, $"{Path.GetFileName(file)}: {parsed.Refused.FirstOrDefault()}");
            Assert.All(parsed.Events, e => Assert.Contains('@', e.Customer.Email!));
        }
    }

    [SkippableFact]
    public void Documented_segment_calls_become_events()
    {
        foreach (var file in Directory.GetFiles(Shared.Path("vectors", "segment", "payloads"), "*.json"))
        {
            var told = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            if (told["userId"] is null && told["anonymousId"] is null) told["anonymousId"] = "a1";
            var request = new WebhookRequest("POST", "", new Microsoft.AspNetCore.Http.HeaderDictionary(), Encoding.UTF8.GetBytes(told.ToJsonString()), DoorHarness.Today);
            var parsed = new Functions.Intake.Senders.Segment.SegmentParser().Parse(request);
            Assert.True(parsed.Refused.Count == 0 && parsed.Events.Count == 1, $"{Path.GetFileName(file)}: {parsed.Refused.FirstOrDefault()}");
            Assert.All(parsed.Events, e => Assert.True(EventKind.IsWellFormed(e.Kind)));
        }
    }
}
