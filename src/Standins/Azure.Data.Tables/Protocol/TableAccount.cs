#nullable enable
namespace Azure.Data.Tables.Protocol;

/// <summary>What a connection string says of an account's Table service.</summary>
/// <param name="Endpoint">Where the service is; with a shared access signature that is the query.</param>
/// <param name="Name">The account's name, if the string gives it.</param>
/// <param name="Credential">The key, if the string gives it.</param>
internal sealed record TableAccount(Uri Endpoint, string? Name, TableSharedKeyCredential? Credential)
{
    private const string DevelopmentName = "devstoreaccount1";

    // The emulator's published key: https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int DevelopmentPort = 10002;

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="FormatException">It names no account that can be reached.</exception>
    /// <exception cref="InvalidOperationException">It is not a list of settings.</exception>
    public static TableAccount Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = Split(connectionString);
        if (settings.GetValueOrDefault("UseDevelopmentStorage") == "true")
        {
            var proxy = new Uri(settings.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1"));
            var address = new UriBuilder(proxy.Scheme, proxy.Host, DevelopmentPort, DevelopmentName);
            return new(address.Uri, DevelopmentName, new(DevelopmentName, DevelopmentKey));
        }

        var name = settings.GetValueOrDefault("AccountName");
        var endpoint = settings.GetValueOrDefault("TableEndpoint");
        if (endpoint is null && name is not null && settings.TryGetValue("EndpointSuffix", out var suffix))
        {
            endpoint = $"{settings.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{name}.table.{suffix}";
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri))
        {
            throw new FormatException("No valid combination of account information found.");
        }

        if (settings.TryGetValue("SharedAccessSignature", out var signature))
        {
            return new(new UriBuilder(uri) { Query = signature.TrimStart('?') }.Uri, name, null);
        }

        return name is not null && settings.TryGetValue("AccountKey", out var key)
            ? new(uri, name, new(name, key))
            : throw new FormatException("No valid combination of account information found.");
    }

    /// <summary>The account's name from its address: the first label of a host name, or the first segment after an IP address.</summary>
    public static string NameOf(Uri endpoint) => endpoint.HostNameType == UriHostNameType.Dns && !endpoint.IsLoopback
        ? endpoint.Host.Split('.')[0]
        : endpoint.Segments.ElementAtOrDefault(1)?.TrimEnd('/') ?? "";

    private static Dictionary<string, string> Split(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == setting.Length - 1)
            {
                throw new InvalidOperationException("The connection string is not a list of 'name=value' settings.");
            }

            settings[setting[..equals].Trim()] = setting[(equals + 1)..].Trim();
        }

        return settings;
    }
}
