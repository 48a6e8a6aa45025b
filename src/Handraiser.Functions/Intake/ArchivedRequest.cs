using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArchivedRequest))]
internal sealed partial class ArchiveJsonContext : JsonSerializerContext;

/// <summary>
/// A request that was proven, as it is archived and parked: enough to put it through the parser again, and none of its proof, so that a
/// copy of the archive is no key.
/// </summary>
public sealed record ArchivedRequest
{
    private const int BodyPiece = 8 * 1024;

    /// <summary>Headers that parsers read; everything else is left out.</summary>
    private static readonly string[] Kept = ["content-type", "x-shopify-", "shopify-", "x-wc-", "webhook-id", "svix-id", "ce-"];

    /// <summary>Who sent it: the name in the route.</summary>
    [JsonPropertyName("sender")] public required string Sender { get; init; }
    /// <summary>When it arrived, UTC.</summary>
    [JsonPropertyName("at")] public required DateTimeOffset At { get; init; }
    /// <summary>The address with its query, which some parsers read; left out where it carries a key.</summary>
    [JsonPropertyName("url")] public string? Url { get; init; }
    /// <summary>The headers that its parser reads.</summary>
    [JsonPropertyName("headers")] public Dictionary<string, string> Headers { get; init; } = [];
    /// <summary>The body as text; bodies are UTF-8.</summary>
    [JsonPropertyName("body")] public required string Body { get; init; }

    /// <summary>What is kept of a request.</summary>
    public static ArchivedRequest Of(string sender, WebhookRequest request, string body) => new()
    {
        Sender = sender,
        At = request.Now,
        Url = request.Url.Contains("access_token", StringComparison.Ordinal) ? null : request.Url,
        Headers = request.Headers.Where(h => IsKept(h.Key)).ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        Body = body,
    };

    /// <summary>The request with headers of its own, only those that are kept: the server uses the others' store again for the next request.</summary>
    public static WebhookRequest Detached(WebhookRequest request)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, values) in request.Headers)
        {
            if (IsKept(name)) headers[name] = values;
        }
        return request with { Headers = headers };
    }

    /// <summary>The request as its parser takes it.</summary>
    public WebhookRequest ToRequest()
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Headers) headers[name] = value;
        return new WebhookRequest("POST", Url ?? "", headers, Encoding.UTF8.GetBytes(Body), At);
    }

    private static bool IsKept(string name) =>
        Array.Exists(Kept, k => name.StartsWith(k, StringComparison.OrdinalIgnoreCase))
        && !name.Contains("hmac", StringComparison.OrdinalIgnoreCase) && !name.Contains("signature", StringComparison.OrdinalIgnoreCase);

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ArchiveJsonContext.Default.ArchivedRequest);

    /// <summary>
    /// Writes one line of JSON, its end included: the same as <see cref="ToJson"/>, without ever holding the body as text, which takes twice
    /// its bytes or more.
    /// </summary>
    /// <exception cref="ArgumentException">The body is not UTF-8.</exception>
    public static void WriteLine(Stream stream, string sender, WebhookRequest request)
    {
        var head = Of(sender, request, "");
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("sender", head.Sender);
            writer.WriteString("at", head.At);
            if (head.Url is not null) writer.WriteString("url", head.Url);
            writer.WriteStartObject("headers");
            foreach (var (name, value) in head.Headers) writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WritePropertyName("body");
            for (var rest = request.Body.Span; ; rest = rest[BodyPiece..])
            {
                var last = rest.Length <= BodyPiece;
                writer.WriteStringValueSegment(last ? rest : rest[..BodyPiece], last);
                writer.Flush();
                if (last) break;
            }
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="JsonException">It is not an archived request.</exception>
    public static ArchivedRequest FromJson(string line) =>
        JsonSerializer.Deserialize(line, ArchiveJsonContext.Default.ArchivedRequest) ?? throw new JsonException("An archived request is an object.");
}
