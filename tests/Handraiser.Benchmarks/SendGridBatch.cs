using System.Globalization;
using System.Text;

namespace Handraiser.Benchmarks;

/// <summary>A batch as SendGrid posts it after a campaign: keys sorted, an event a line, most of it openings and deliveries of our own mails.</summary>
internal static class SendGridBatch
{
    private const string Agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

    public static byte[] Write(int events, DateTimeOffset now)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < events; i++)
        {
            if (i > 0) text.Append(",\r\n");
            Event(text, i, now.AddSeconds(-i).ToUnixTimeSeconds());
        }
        return Encoding.UTF8.GetBytes(text.Append("]\r\n").ToString());
    }

    private static void Event(StringBuilder text, int i, long at)
    {
        var id = Noise(i * 7 + 1, 22);
        var message = Noise(i * 7 + 2, 22);
        // A fifth carries our customer's id; the rest are the newsletter's, known by their addresses alone.
        var ours = i % 5 == 0 ? $"\"action_id\":\"{Noise(i, 26)}\",\"campaign\":\"spring-2026\",\"customer_id\":\"{CustomerId(i)}\"," : "";
        var head = $$"""{{{ours}}"category":["newsletter","spring-2026"],"email":"{{Noise(i % 700, 8)}}.{{Noise(i % 700 + 5000, 5)}}@example.org","event":""";
        var tail = string.Create(CultureInfo.InvariantCulture, $"\"sg_event_id\":\"{id}\",\"sg_message_id\":\"{message}.recvd-8644b6c465-{i % 40}-1-671A1A95-4B.0\",\"timestamp\":{at}");
        text.Append((i % 20) switch
        {
            < 7 => $$"""{{head}}"open","ip":"198.51.100.{{i % 250}}","sg_content_type":"html","sg_machine_open":{{(i % 3 == 0 ? "true" : "false")}},{{tail}},"useragent":"{{Agent}}"}""",
            7 => $$"""{{head}}"click","ip":"198.51.100.{{i % 250}}",{{tail}},"url":"https://shop.example/p/{{i % 300}}?utm_source=newsletter","url_offset":{"index":0,"type":"html"},"useragent":"{{Agent}}"}""",
            8 => $$"""{{head}}"bounce","bounce_classification":"Invalid Address","ip":"198.51.100.9","reason":"550 5.1.1 user unknown",{{tail}},"status":"5.1.1","tls":1,"type":"bounce"}""",
            < 14 => $$"""{{head}}"delivered","ip":"198.51.100.9","response":"250 2.0.0 OK {{at}} gsmtp",{{tail}},"smtp-id":"<{{message}}@geopod-ismtpd-3>","tls":1}""",
            _ => $$"""{{head}}"processed","send_at":0,{{tail}},"smtp-id":"<{{message}}@geopod-ismtpd-3>"}""",
        });
    }

    private static string CustomerId(int i) => Noise(i % 700 + 9000, 26).ToLowerInvariant().Replace('0', 'a').Replace('1', 'b').Replace('8', 'c').Replace('9', 'd').Replace('-', 'e').Replace('_', 'f');

    private static string Noise(int seed, int length)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var state = (ulong)seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D;
        return string.Create(length, state, static (text, s) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                s ^= s << 13;
                s ^= s >> 7;
                s ^= s << 17;
                text[i] = Letters[(int)(s & 63)];
            }
        });
    }
}
