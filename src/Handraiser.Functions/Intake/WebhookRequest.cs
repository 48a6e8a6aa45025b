using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake;

/// <summary>A webhook as it came: raw bytes, headers, and the address as the sender saw it. Nothing in it is trusted yet.</summary>
/// <param name="Method">The HTTP method, upper case.</param>
/// <param name="Url">The full address as the sender saw it: behind a proxy that is told by <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c>.</param>
/// <param name="Headers">The headers; names are case-insensitive.</param>
/// <param name="Body">The raw bytes, never re-encoded: signatures cover them.</param>
/// <param name="Now">When it arrived, UTC.</param>
public sealed record WebhookRequest(string Method, string Url, IHeaderDictionary Headers, ReadOnlyMemory<byte> Body, DateTimeOffset Now)
{
    /// <summary>The first value of a header; null when it is absent or empty.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;
}
