using System.Net;
using System.Net.Http.Headers;

namespace SendGrid;

/// <summary>What the API answered.</summary>
/// <param name="statusCode">The status.</param>
/// <param name="responseBody">The body.</param>
/// <param name="responseHeaders">The headers.</param>
public class Response(HttpStatusCode statusCode, HttpContent responseBody, HttpResponseHeaders responseHeaders)
{
    /// <summary>The status.</summary>
    public HttpStatusCode StatusCode { get; set; } = statusCode;

    /// <summary>Whether the status is 200 to 299.</summary>
    public bool IsSuccessStatusCode => (int)StatusCode is >= 200 and <= 299;

    /// <summary>The body.</summary>
    public HttpContent Body { get; set; } = responseBody;

    /// <summary>The headers; <c>X-Message-Id</c> names an accepted mail.</summary>
    public HttpResponseHeaders Headers { get; set; } = responseHeaders;
}
