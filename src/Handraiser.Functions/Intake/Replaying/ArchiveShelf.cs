using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Handraiser.Functions.Intake.Replaying;

/// <summary>One blob of the archive.</summary>
/// <param name="Name">Its name, as <see cref="BlobArchive"/> makes it.</param>
internal sealed record ArchivedBlob(string Name)
{
    private const string Form = "yyyy'/'MM'/'dd'/'HHmmss";

    /// <summary>Whose requests it holds.</summary>
    public string Sender => Name[..Name.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>By time, then by sender: one order over all senders.</summary>
    public string Place => $"{Name[(Sender.Length + 1)..]}/{Sender}";

    /// <summary>When its first request arrived, UTC; null for a name that the archive never gave.</summary>
    public DateTimeOffset? Begins =>
        Place.Length > 17 && DateTimeOffset.TryParseExact(Place[..17], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>What the names of one sender's blobs of one day begin with.</summary>
    public static string Prefix(string sender, DateTime day) => $"{sender}/{day.ToString("yyyy'/'MM'/'dd'/'", CultureInfo.InvariantCulture)}";
}

/// <summary>Reads the archive in the order of arrival.</summary>
internal sealed class ArchiveShelf(BlobServiceClient blobs)
{
    /// <summary>Requests gather for seconds, but for longer where storage was down; a blob has the name of its first one.</summary>
    private static readonly TimeSpan LongestGathering = TimeSpan.FromHours(1);

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(Names.Containers.Archive);

    /// <summary>The blobs that may hold requests of this time, behind the one where an earlier part ended.</summary>
    public async IAsyncEnumerable<ArchivedBlob> FindAsync(IReadOnlyCollection<string> senders, ReplayOrder order, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var earliest = order.From - LongestGathering;
        var after = order.After is { } name ? new ArchivedBlob(name).Place : null;
        var first = order.After is { } last && new ArchivedBlob(last).Begins is { } reached ? reached : earliest;
        for (var day = first.UtcDateTime.Date; day < order.To.UtcDateTime; day = day.AddDays(1))
        {
            var found = new List<ArchivedBlob>();
            foreach (var sender in senders)
            {
                await foreach (var item in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, ArchivedBlob.Prefix(sender, day), cancellation)) found.Add(new ArchivedBlob(item.Name));
            }
            foreach (var blob in found.OrderBy(b => b.Place, StringComparer.Ordinal))
            {
                if (blob.Begins is not { } begins || begins < earliest || begins >= order.To) continue;
                if (after is null || string.CompareOrdinal(blob.Place, after) > 0) yield return blob;
            }
        }
    }

    /// <summary>The requests of one blob; null for a line that cannot be read.</summary>
    public async IAsyncEnumerable<ArchivedRequest?> ReadAsync(ArchivedBlob blob, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var packed = await container.GetBlobClient(blob.Name).OpenReadAsync(cancellationToken: cancellation);
        await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var lines = new StreamReader(unpacked, Encoding.UTF8);
        while (await lines.ReadLineAsync(cancellation) is { } line) yield return Request(line);
    }

    private static ArchivedRequest? Request(string line)
    {
        try
        {
            return ArchivedRequest.FromJson(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
