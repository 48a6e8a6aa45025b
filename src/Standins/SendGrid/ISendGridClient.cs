using System.Net.Http.Headers;
using SendGrid.Helpers.Mail;

namespace SendGrid;

/// <summary>Calls SendGrid's web API.</summary>
public interface ISendGridClient
{
    /// <summary>The path that is called where a call names none.</summary>
    string UrlPath { get; set; }

    /// <summary>The API's version, first part of every path.</summary>
    string Version { get; set; }

    /// <summary>The media type that is sent and asked for.</summary>
    string MediaType { get; set; }

    /// <summary>Reads an authorization header of the form <c>scheme value</c>.</summary>
    AuthenticationHeaderValue AddAuthorization(KeyValuePair<string, string> header);

    /// <summary>Sends a request as it is.</summary>
    Task<Response> MakeRequest(HttpRequestMessage request, CancellationToken cancellationToken = default);

    /// <summary>Calls a method of the API.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="requestBody">The body, or null for none.</param>
    /// <param name="queryParams">A JSON object with the query's parameters, or null for none.</param>
    /// <param name="urlPath">The path after the version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<Response> RequestAsync(
        BaseClient.Method method,
        string requestBody = null,
        string queryParams = null,
        string urlPath = null,
        CancellationToken cancellationToken = default);

    /// <summary>Hands a mail to SendGrid (<c>POST /v3/mail/send</c>), which answers 202 once it is queued.</summary>
    Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default);
}
