using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SendGrid.Helpers.Errors;
using SendGrid.Helpers.Mail;

namespace SendGrid;

/// <summary>Calls a web API of SendGrid's kind.</summary>
public abstract class BaseClient : ISendGridClient
{
    private const string Json = "application/json";
    private static readonly string UserAgent = $"sendgrid/{typeof(BaseClient).Assembly.GetName().Version} csharp";

    private readonly BaseClientOptions options;
    private readonly HttpClient client;

    /// <summary>A client with connections of its own.</summary>
    protected BaseClient(BaseClientOptions options)
        : this((HttpClient)null, options)
    {
    }

    /// <summary>A client that goes through a proxy.</summary>
    protected BaseClient(IWebProxy webProxy, BaseClientOptions options)
        : this(ThroughProxy(webProxy), options)
    {
    }

    /// <summary>A client over the caller's connections.</summary>
    protected BaseClient(HttpClient httpClient, BaseClientOptions options)
    {
        this.options = options ?? throw new ArgumentNullException(nameof(options));
        client = httpClient ?? new HttpClient();
        MediaType = options.RequestHeaders?.GetValueOrDefault("Content-Type") ?? Json;
    }

    /// <summary>An HTTP method.</summary>
    public enum Method
    {
        /// <summary>DELETE.</summary>
        DELETE,

        /// <summary>GET.</summary>
        GET,

        /// <summary>PATCH.</summary>
        PATCH,

        /// <summary>POST.</summary>
        POST,

        /// <summary>PUT.</summary>
        PUT,
    }

    /// <inheritdoc/>
    public string UrlPath
    {
        get => options.UrlPath;
        set => options.UrlPath = value;
    }

    /// <inheritdoc/>
    public string Version
    {
        get => options.Version;
        set => options.Version = value;
    }

    /// <inheritdoc/>
    public string MediaType { get; set; }

    /// <inheritdoc/>
    public virtual AuthenticationHeaderValue AddAuthorization(KeyValuePair<string, string> header)
    {
        var parts = header.Value.Split();
        return new AuthenticationHeaderValue(parts[0], parts[1]);
    }

    /// <inheritdoc/>
    public virtual async Task<Response> MakeRequest(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode && options.HttpErrorAsException)
        {
            await ErrorHandler.ThrowException(response);
        }

        return new Response(response.StatusCode, response.Content, response.Headers);
    }

    /// <inheritdoc/>
    public async Task<Response> RequestAsync(
        Method method,
        string requestBody = null,
        string queryParams = null,
        string urlPath = null,
        CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method.ToString()), Address(urlPath, queryParams));
        if (requestBody is not null)
        {
            request.Content = new StringContent(requestBody, Encoding.UTF8, MediaType);
            if (MediaType == Json)
            {
                // JSON is UTF-8 without saying so, and the API refuses to be told.
                request.Content.Headers.ContentType.CharSet = null;
            }
        }

        foreach (var (name, value) in options.RequestHeaders ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Authorization = options.Auth;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        request.Headers.UserAgent.TryParseAdd(UserAgent);
        return await MakeRequest(request, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default) =>
        await RequestAsync(Method.POST, msg.Serialize(), urlPath: "mail/send", cancellationToken: cancellationToken);

    private static HttpClient ThroughProxy(IWebProxy proxy) =>
        proxy is null ? null : new HttpClient(new HttpClientHandler { Proxy = proxy, PreAuthenticate = true });

    private Uri Address(string urlPath, string queryParams)
    {
        var path = urlPath ?? UrlPath;
        return new Uri($"{options.Host.TrimEnd('/')}/{(Version is null ? path : $"{Version}/{path}")}{Query(queryParams)}");
    }

    private static string Query(string json)
    {
        if (json is null)
        {
            return "";
        }

        using var document = JsonDocument.Parse(json);
        return "?" + string.Join('&',
            from parameter in document.RootElement.EnumerateObject()
            from value in parameter.Value.ValueKind is JsonValueKind.Array ? parameter.Value.EnumerateArray() : Enumerable.Repeat(parameter.Value, 1)
            select $"{parameter.Name}={value}");
    }
}
