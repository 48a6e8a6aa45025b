using System.CommandLine;
using System.Net;
using System.Text.Json;
using Handraiser.LocalHost.Storage;

namespace Handraiser.LocalHost.Commands;

/// <summary>The options of commands that speak to a running Handraiser, here or in the cloud.</summary>
/// <param name="keyOf">Which of the local keys is the default.</param>
/// <param name="keyName">What the key is called.</param>
internal sealed class ApiOptions(Func<LocalKeys, string> keyOf, string keyName)
{
    public Option<Uri> Url { get; } = new("--url")
    {
        Description = "Where Handraiser runs.",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:7071"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")) return address;
            result.AddError($"--url takes an address such as https://shop.example, not \"{result.Tokens[0].Value}\".");
            return null;
        },
    };

    public Option<string?> Key { get; } = new("--key") { Description = $"The {keyName}. Without it, the one in .local/keys.json." };

    public void AddTo(Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(Key);
    }

    public HostApi Open(ParseResult parsed, HttpMessageHandler? transport)
    {
        var key = parsed.GetValue(Key);
        return new HostApi(parsed.GetValue(Url)!, string.IsNullOrEmpty(key) ? keyOf(LocalKeys.LoadOrCreate(LocalFolder.Path)) : key, transport);
    }
}

/// <summary>A running Handraiser, reached over HTTP with a key.</summary>
internal sealed class HostApi : IDisposable
{
    private readonly HttpClient client;
    private readonly Uri address;

    public HostApi(Uri address, string key, HttpMessageHandler? transport = null)
    {
        this.address = address;
        client = transport is null ? new HttpClient() : new HttpClient(transport, disposeHandler: false);
        client.BaseAddress = new Uri(address.ToString().TrimEnd('/') + "/");
        client.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    /// <summary>The answer's body.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The route, such as <c>api/playbook</c>.</param>
    /// <param name="content">What is sent; null for nothing.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <exception cref="HostApiException">It does not answer or it refuses; the message tells a person what to do.</exception>
    public async Task<string> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await client.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsStringAsync(cancellation);
            return response.IsSuccessStatusCode ? body : throw new HostApiException(Explain(response.StatusCode, body), body);
        }
        catch (HttpRequestException e)
        {
            throw new HostApiException($"Nothing answers at {address}. Start Handraiser there first (\"serve\"), or tell with --url where it runs.", "", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HostApiException($"{address} took too long to answer. Try again.", "", e);
        }
    }

    public void Dispose() => client.Dispose();

    private static string Explain(HttpStatusCode status, string body) => status switch
    {
        HttpStatusCode.Unauthorized => "The key is not the right one. Give the installation's key with --key.",
        _ => Detail(body) is { } detail ? $"It was refused: {detail}" : $"It was refused with status {(int)status}.",
    };

    /// <summary>The words of a problem (RFC 9457); null where the answer is none.</summary>
    private static string? Detail(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A call that did not work, in words for whoever typed the command.</summary>
/// <param name="message">What to tell.</param>
/// <param name="body">The answer's body; empty when there was none.</param>
/// <param name="cause">What lies below.</param>
internal sealed class HostApiException(string message, string body, Exception? cause = null) : Exception(message, cause)
{
    public string Body { get; } = body;
}
