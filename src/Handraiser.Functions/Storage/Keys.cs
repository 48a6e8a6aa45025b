using System.Globalization;
using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>
/// Every partition and row key is built here. Time in keys is UTC and zero-padded, so that text order is time order; characters that
/// tables forbid (<c>/ \ # ?</c> and control characters) never enter a key.
/// </summary>
public static class Keys
{
    /// <summary>The first character of a customer's own row.</summary>
    public const string CustomerPrefix = "c";
    /// <summary>The first character of a membership row.</summary>
    public const string SegmentPrefix = "s";
    /// <summary>The first character of a row of counts.</summary>
    public const string CountPrefix = "m";
    /// <summary>The first character of a row that counts the members of segments.</summary>
    public const string MemberCountPrefix = "n";
    /// <summary>The partition of the ledger that holds what is switched off for the whole shop.</summary>
    public const string ShopPartition = "shop";
    /// <summary>The partition of the ledger that holds a pool of codes.</summary>
    public static string Pool(string pool) => "pool|" + pool;

    /// <summary>The partition of the ledger that holds what the operator was told of.</summary>
    public const string NotesPartition = "told";
    /// <summary>What the row of a sending domain begins with.</summary>
    public const string DomainPrefix = "domain|";
    /// <summary>What the row of a paused play begins with.</summary>
    public const string PausePrefix = "pause|";
    /// <summary>How many partitions one minute of the agenda is spread over.</summary>
    public const int AgendaShards = 4;

    /// <summary>The row of a customer within their bucket.</summary>
    public static string Customer(string customerId) => CustomerPrefix + customerId;

    /// <summary>The row that says that a customer is in a segment.</summary>
    public static string Member(string segment, string customerId) => SegmentMembers(segment) + customerId;

    /// <summary>What all membership rows of one segment begin with.</summary>
    public static string SegmentMembers(string segment) => $"{SegmentPrefix}{segment.Replace('/', ':')}|";

    /// <summary>The segment of a membership row.</summary>
    public static string SegmentOf(string memberRowKey) => memberRowKey[SegmentPrefix.Length..memberRowKey.IndexOf('|', StringComparison.Ordinal)].Replace(':', '/');

    /// <summary>The customer of a membership row.</summary>
    public static string MemberOf(string memberRowKey) => memberRowKey[(memberRowKey.IndexOf('|', StringComparison.Ordinal) + 1)..];

    /// <summary>The end (exclusive) of all membership rows of one segment.</summary>
    public static string SegmentMembersEnd(string segment) => SegmentMembers(segment)[..^1] + '}';

    /// <summary>The row in which one writer counts the members of segments.</summary>
    public static string MemberCounts(string writer) => MemberCountPrefix + writer;

    /// <summary>The row of counts of one hour and one writer.</summary>
    public static string Counts(DateTimeOffset hour, string writer) =>
        string.Create(CultureInfo.InvariantCulture, $"{CountPrefix}{hour.UtcDateTime:yyyyMMddHH}{writer}");

    /// <summary>
    /// The agenda's partition for a wake: the first full minute at or after it, and a shard by the customer. A wake never comes early by
    /// its slot, and at most a minute late.
    /// </summary>
    public static string AgendaSlot(DateTimeOffset due, string customerId)
    {
        var minute = new DateTime((due.UtcTicks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
        return string.Create(CultureInfo.InvariantCulture, $"{minute:yyyyMMddHHmm}-{Identity.BucketNumber(customerId) % AgendaShards}");
    }

    /// <summary>The minute of an agenda's partition.</summary>
    public static DateTimeOffset AgendaMinute(string slot) =>
        DateTimeOffset.ParseExact(slot.AsSpan(0, 12), "yyyyMMddHHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The end (exclusive) of all agenda partitions that are due.</summary>
    public static string AgendaEnd(DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMddHHmm}.");
}
