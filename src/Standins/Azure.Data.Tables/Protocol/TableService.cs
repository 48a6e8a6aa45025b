#nullable enable
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Protocol;

/// <summary>The Table service over HTTP: makes requests and sends them through the pipeline that signs and retries.</summary>
internal sealed class TableService
{
    private const string Json = "application/json;odata=minimalmetadata";

    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    public TableService(Uri endpoint, string? accountName, HttpPipelinePolicy? authorization, TableClientOptions? options)
    {
        options ??= new();
        var settings = new HttpPipelineOptions(options) { ResponseClassifier = new ResponseClassifier(), RequestFailedDetailsParser = TableErrors.Parser };
        if (authorization is not null)
        {
            settings.PerRetryPolicies.Add(authorization);
        }

        _pipeline = HttpPipelineBuilder.Build(settings);
        _version = options.VersionString;
        Endpoint = endpoint.AbsolutePath.EndsWith('/') ? endpoint : new UriBuilder(endpoint) { Path = endpoint.AbsolutePath + "/" }.Uri;
        Address = Endpoint.GetLeftPart(UriPartial.Path);
        AccountName = accountName ?? TableAccount.NameOf(endpoint);
    }

    public Uri Endpoint { get; }

    /// <summary>The endpoint without a query, ending in a slash.</summary>
    public string Address { get; }

    public string AccountName { get; }

    public static TableService FromConnectionString(string connectionString, TableClientOptions? options)
    {
        var account = TableAccount.Parse(connectionString);
        return new(account.Endpoint, account.Name, account.Credential is null ? null : new SharedKeyPolicy(account.Credential), options);
    }

    public static TableService WithToken(Uri endpoint, TokenCredential credential, TableClientOptions? options) =>
        new(endpoint, null, new BearerTokenAuthenticationPolicy(credential, "https://storage.azure.com/.default"), options);

    /// <summary>The path of one row; quotes are doubled before all else is escaped.</summary>
    public static string RowPath(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{EscapeKey(partitionKey)}',RowKey='{EscapeKey(rowKey)}')";

    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.SetValue("x-ms-version", _version);
        request.Headers.SetValue("DataServiceVersion", "3.0");
        request.Headers.SetValue("Accept", Json);
        return message;
    }

    /// <summary>A request whose body the caller fills; inserts ask for no echo of what they wrote.</summary>
    public HttpMessage CreateWrite(RequestMethod method, string path, out PooledContent content)
    {
        var message = CreateMessage(method, path);
        content = new();
        message.Request.Content = content;
        message.Request.Headers.SetValue("Content-Type", "application/json");
        if (method == RequestMethod.Post)
        {
            message.Request.Headers.SetValue("Prefer", "return-no-content");
        }

        return message;
    }

    public async ValueTask<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Finish(message);
    }

    public Response Send(HttpMessage message, CancellationToken cancellationToken)
    {
        _pipeline.Send(message, cancellationToken);
        return Finish(message);
    }

    private static Response Finish(HttpMessage message)
    {
        if (message.Response.Status is >= 200 and < 300)
        {
            (message.Request.Content as PooledContent)?.Recycle();
        }

        return message.Response;
    }

    private static string EscapeKey(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
