using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Handraiser.LocalHost.Demo;

/// <summary>Writes events as SendGrid's event webhook posts them: batches of up to a thousand, one object a line.</summary>
internal static class SendGridBodies
{
    private const int PerBatch = 1000;
    private const string Campaign = "spring-2026";

    /// <summary>The events in batches: each is posted half a minute after its last event at the latest.</summary>
    public static IEnumerable<DemoPost> Batches(List<MailEvent> events)
    {
        var batch = new List<MailEvent>(PerBatch);
        foreach (var one in events.OrderBy(e => e.At))
        {
            if (batch.Count == PerBatch || (batch.Count > 0 && one.At - batch[0].At > TimeSpan.FromMinutes(5)))
            {
                yield return Post(batch);
                batch.Clear();
            }
            batch.Add(one);
        }
        if (batch.Count > 0) yield return Post(batch);
    }

    private static DemoPost Post(List<MailEvent> batch)
    {
        using var body = new MemoryStream();
        body.Write("["u8);
        for (var i = 0; i < batch.Count; i++)
        {
            if (i > 0) body.Write(",\r\n"u8);
            using var writer = new Utf8JsonWriter(body);
            Write(writer, batch[i]);
        }
        body.Write("]\r\n"u8);
        return new DemoPost(batch[^1].At.AddSeconds(30), "sendgrid", "", "", body.ToArray(), batch.Count);
    }

    private static void Write(Utf8JsonWriter writer, MailEvent one)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"demo{one.Customer:x8}");
        var id = string.Create(CultureInfo.InvariantCulture, $"{one.Kind}-{one.Customer}-{one.At.ToUnixTimeSeconds()}-{one.Url?.Length ?? 0}-{one.Url}");
        writer.WriteStartObject();
        if (one.Kind == "bounce") writer.WriteString("bounce_classification", "Invalid Address");
        writer.WriteString("category", Campaign);
        writer.WriteString("email", People.Email(one.Customer));
        writer.WriteString("event", one.Kind);
        if (one.Ip is not null) writer.WriteString("ip", one.Ip);
        writer.WriteString("sg_event_id", Convert.ToBase64String(Encoding.UTF8.GetBytes(id)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        if (one.Kind == "open") writer.WriteBoolean("sg_machine_open", one.Machine);
        writer.WriteString("sg_message_id", message + ".filter0001.1234.0");
        writer.WriteNumber("timestamp", one.At.ToUnixTimeSeconds());
        if (one.Kind == "bounce") writer.WriteString("type", "bounce");
        if (one.Url is not null) writer.WriteString("url", one.Url);
        if (one.Agent is not null) writer.WriteString("useragent", one.Agent);
        writer.WriteEndObject();
    }
}
