using System.Net;
using System.Net.Http.Headers;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>One request as a sender makes it.</summary>
/// <param name="Route">Below <c>api/</c>.</param>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">How the sender calls them.</param>
/// <param name="Headers">All other headers.</param>
internal sealed record SenderPost(string Route, byte[] Body, string ContentType, params IEnumerable<(string Name, string Value)> Headers)
{
    public const string Json = "application/json";
    public const string Form = "application/x-www-form-urlencoded";

    /// <summary>Makes it; tells how it was answered.</summary>
    public async Task<HttpStatusCode> SendAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/{Route}") { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        foreach (var (name, value) in Headers)
        {
            if (!name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) request.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
