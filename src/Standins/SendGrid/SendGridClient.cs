using System.Net;

namespace SendGrid;

/// <summary>Calls SendGrid's web API.</summary>
public class SendGridClient : BaseClient
{
    /// <summary>A client that goes through a proxy.</summary>
    public SendGridClient(IWebProxy webProxy, string apiKey, string host = null, Dictionary<string, string> requestHeaders = null, string version = null, string urlPath = null, bool httpErrorAsException = false)
        : base(webProxy, Options(apiKey, host, requestHeaders, version, urlPath, httpErrorAsException))
    {
    }

    /// <summary>A client over the caller's connections.</summary>
    public SendGridClient(HttpClient httpClient, string apiKey, string host = null, Dictionary<string, string> requestHeaders = null, string version = null, string urlPath = null, bool httpErrorAsException = false)
        : base(httpClient, Options(apiKey, host, requestHeaders, version, urlPath, httpErrorAsException))
    {
    }

    /// <summary>A client with connections of its own.</summary>
    public SendGridClient(string apiKey, string host = null, Dictionary<string, string> requestHeaders = null, string version = null, string urlPath = null)
        : base(Options(apiKey, host, requestHeaders, version, urlPath, false))
    {
    }

    /// <summary>A client with connections of its own.</summary>
    public SendGridClient(SendGridClientOptions options)
        : base(options)
    {
    }

    /// <summary>A client over the caller's connections.</summary>
    public SendGridClient(HttpClient httpClient, SendGridClientOptions options)
        : base(httpClient, options)
    {
    }

    private static SendGridClientOptions Options(
        string apiKey, string host, Dictionary<string, string> requestHeaders, string version, string urlPath, bool httpErrorAsException)
    {
        var options = new SendGridClientOptions { ApiKey = apiKey, UrlPath = urlPath, HttpErrorAsException = httpErrorAsException };
        options.Host = host ?? options.Host;
        options.RequestHeaders = requestHeaders ?? options.RequestHeaders;
        options.Version = version ?? options.Version;
        return options;
    }
}
