using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Handraiser.LocalHost.Storage;

/// <summary>Where a running Azurite listens (loopback only) and which process it is.</summary>
internal sealed partial record AzuriteEndpoint(int ProcessId, string Blob, string Queue, string Table)
{
    private const string Account = "devstoreaccount1";

    // The emulator's published account key, the same on every machine:
    // https://learn.microsoft.com/azure/storage/common/storage-use-azurite#well-known-storage-account-and-key
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(5) };

    [JsonIgnore]
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};" +
        $"BlobEndpoint={Blob}/{Account};QueueEndpoint={Queue}/{Account};TableEndpoint={Table}/{Account};";

    /// <summary>Reads the addresses from what Azurite prints when it starts; null while they are not all there.</summary>
    public static AzuriteEndpoint? FromOutput(int processId, string output)
    {
        var addresses = ListeningLine().Matches(output).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return addresses.Count == 3 ? new(processId, addresses["Blob"], addresses["Queue"], addresses["Table"]) : null;
    }

    /// <summary>Reads the file that <see cref="Write"/> wrote; null when there is none or it is half written.</summary>
    public static AzuriteEndpoint? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<AzuriteEndpoint>(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    public void Write(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>Whether the process lives and all three addresses are answered by an Azurite, not by a stranger on its old port.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            foreach (var address in new[] { Blob, Queue, Table })
            {
                using var response = await s_http.GetAsync(new Uri(address + "/" + Account), cancellationToken);
                if (!response.Headers.Server.ToString().StartsWith("Azurite", StringComparison.Ordinal))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    [GeneratedRegex(@"Azurite (Blob|Queue|Table) service is successfully listening at (http://127\.0\.0\.1:[0-9]+)")]
    private static partial Regex ListeningLine();
}
