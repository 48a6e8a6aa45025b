using System.Text;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders.SendGrid;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

/// <summary>The quick way from a body to lines tells the very events that the plain way tells.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5394", Justification = "Bending needs a seed, not secrecy.")]
public sealed class SendGridLinesTests
{
    private static readonly string[] Bodies =
    [
        """[{"email":"ann@example.org","timestamp":1777888800,"event":"click","category":["a","b"],"sg_event_id":"e","sg_message_id":"m.filter1","url":"https://a.example/","url_offset":{"index":0}},{"email":"bob@example.org","timestamp":"1777888800000","event":"bounce","type":"blocked","status":"5.1.1","pool":{"id":1}}]""",
        """[{"email":"Ann@Example.org","event":"open","sg_machine_open":true,"ip":"::1","useragent":"Mozilla ~\\ \u00e9","timestamp":1777888800.5,"sg_event_id":"x","asm_group_id":7,"customer_id":"abcdefghijklmnopqrstuvwxyz","action_id":"act","campaign":"sp~ring"},{"event":"account_status_change","type":"x"},{"email":"zo\u00eb@example.org","event":"dropped","reason":"Bounced Address","timestamp":1},7,{"email":"x","event":"deferred","response":"451 later","timestamp":2}]""",
        """[{"email":"zoë@example.org","event":"bounce","bounce_classification":"Technical","reason":"REASON","status":"4.2.2","timestamp":1777888800},{"email":"b@example.org","event":"delivered","response":"250 ok","timestamp":1777888801,"sg_message_id":"a.recvd-1"}]""".Replace("REASON", new string('é', 150) + "😀" + new string('x', 80), StringComparison.Ordinal).Replace("Technical", "\\u0054echnical", StringComparison.Ordinal),
    ];

    private static readonly string[] Tokens = ["null", "true", "-1", "1e400", "\"\\ud800\"", "[]", "{}", "\"\"", "99999999999999999999", "[[[", "\"\\u0000\"", "0.1", "\uFFFD", "\"+5\"", ",", "}", "\"open\"", "~00", "\\t", "\"\\t\\n~\""];

    [Fact]
    public void Own_bodies_and_bent_ones_give_the_same_events_both_ways()
    {
        var random = new Random(20260504);
        for (var i = 0; i < 6_000; i++) Same(Bent(random, Encoding.UTF8.GetBytes(Bodies[i % Bodies.Length]), i < Bodies.Length ? 0 : random.Next(5)));
    }

    [SkippableFact]
    public void Recorded_bodies_give_the_same_events_both_ways()
    {
        var files = Directory.GetFiles(Shared.Path("vectors", "sendgrid"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var random = new Random(1);
        foreach (var file in files)
        {
            var body = File.ReadAllBytes(file);
            Same(body);
            for (var i = 0; i < 50; i++) Same(Bent(random, body, 1 + i % 3));
        }
    }

    private static void Same(byte[] body)
    {
        var plain = SendGridPlainly.Read(body, DoorHarness.Today);
        Parsed? quick = null;
        try
        {
            quick = new SendGridParser(new Buckets(DoorHarness.Identity)).Parse(new WebhookRequest("POST", "", new HeaderDictionary(), body, DoorHarness.Today));
        }
        catch (Exception e) when (e is JsonException or MalformedException)
        {
        }
        Assert.Equal(plain is null, quick is null);
        if (plain is not { } told || quick?.Lines is not { } lines) return;
        var packed = Enumerable.Range(0, lines.Count).Select(line => new PackedEvent(lines, line)).ToArray();
        Assert.Equal(Json(told.Events), Json(EventPack.Read(EventPack.Write(packed))));
        Assert.Equal(Json(told.Events), Json(quick.AllEvents));
        Assert.Equal(told.Refused, quick.Refused.Select(r => int.Parse(r.Field.Split('[', ']')[1])));
        Assert.Equal(told.Events.Select(e => DoorHarness.Identity.FirstBucket(e.Customer)), packed.Select(p => lines.Bucket(p.Line)));
    }

    private static string Json(IEnumerable<CustomerEvent> events) => JsonSerializer.Serialize(events.ToArray(), EventJson.Many);

    private static byte[] Bent(Random random, byte[] body, int times)
    {
        var bytes = body.ToList();
        for (; times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                default: ReplaceValue(bytes, at, Tokens[random.Next(Tokens.Length)]); break;
            }
        }
        return [.. bytes];
    }

    private static void ReplaceValue(List<byte> bytes, int at, string token)
    {
        var colon = bytes.IndexOf((byte)':', at);
        var end = colon < 0 ? -1 : bytes.FindIndex(colon, b => b is (byte)',' or (byte)'}');
        if (end < 0) return;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(token));
    }
}
