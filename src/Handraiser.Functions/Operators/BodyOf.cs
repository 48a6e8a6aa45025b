using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Operators;

/// <summary>The JSON body of an operators' request.</summary>
internal static class BodyOf
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The body; an empty <typeparamref name="T"/> where there is none; null where it is malformed.</summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class, new()
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, cancellation);
        if (bytes.Length == 0) return new T();
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), Json) ?? new T();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
