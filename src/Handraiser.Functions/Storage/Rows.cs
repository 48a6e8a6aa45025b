using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>How a profile becomes a table row and back: compact JSON in as few binary properties as it needs, 64 KiB each.</summary>
internal static class Rows
{
    private const int ChunkBytes = 64 * 1024;
    private static readonly string[] ChunkNames = [.. Enumerable.Range(0, 15).Select(i => "P" + i.ToString(CultureInfo.InvariantCulture))];

    public static TableEntity Write(Profile profile)
    {
        var json = ProfileJson.Write(profile);
        var row = new TableEntity(Identity.Bucket(profile.Id), Keys.Customer(profile.Id));
        for (var (offset, i) = (0, 0); offset < json.Length; offset += ChunkBytes, i++)
        {
            row[ChunkNames[i]] = json.Length <= ChunkBytes ? json : json[offset..Math.Min(offset + ChunkBytes, json.Length)];
        }
        if (profile.MovedTo is { } moved) row["MovedTo"] = moved;
        return row;
    }

    public static Profile Read(TableEntity row)
    {
        var first = row.GetBinary(ChunkNames[0]);
        if (!row.ContainsKey(ChunkNames[1])) return ProfileJson.Read(first);
        using var all = new MemoryStream();
        foreach (var name in ChunkNames)
        {
            if (row.GetBinary(name) is not { } chunk) break;
            all.Write(chunk);
        }
        return ProfileJson.Read(all.GetBuffer().AsSpan(0, (int)all.Length));
    }

    public static TableEntity Member(string segment, string customerId, DateTimeOffset since) =>
        new(Identity.Bucket(customerId), Keys.Member(segment, customerId)) { ["Since"] = since };

    /// <summary>Whether a row refused a write because it is not as it was read: newer, gone, or there when it should not be.</summary>
    public static bool IsConflict(RequestFailedException e) => e.Status is 409 or 412 || (e.Status == 404 && e.ErrorCode == "ResourceNotFound");
}
