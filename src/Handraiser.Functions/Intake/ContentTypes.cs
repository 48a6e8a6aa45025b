using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Handraiser.Functions.Intake;

/// <summary>Which bodies are read at all.</summary>
public static class ContentTypes
{
    /// <summary>What is unsupported about a request's body; null when it is read. A missing type is taken for the first accepted one.</summary>
    public static string? Complaint(HttpRequest request, IReadOnlyList<string> accepted)
    {
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return "Compressed bodies are not read.";
        if (Of(request) is not { } type || Accepts(accepted, type)) return null;
        return $"Expected is {string.Join(" or ", accepted)}.";
    }

    /// <summary>The media type without its parameters, lower case; null where none is told.</summary>
    public static string? Of(HttpRequest request) =>
        request.ContentType is { Length: > 0 } told ? MediaTypeHeaderValue.TryParse(told, out var type) ? type.MediaType.ToString().ToLowerInvariant() : told : null;

    private static bool Accepts(IReadOnlyList<string> accepted, string type) =>
        accepted.Contains(type, StringComparer.Ordinal) || (accepted.Contains("application/json", StringComparer.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal));
}
