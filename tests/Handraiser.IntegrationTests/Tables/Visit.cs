using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Handraiser.IntegrationTests.Tables;

/// <summary>A class entity with a property of each kind that the service knows.</summary>
public sealed class Visit : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Page { get; set; }

    public int Count { get; set; }

    public long Big { get; set; }

    public double Share { get; set; }

    public bool Known { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset At { get; set; }

    public DateTime Day { get; set; }

    public byte[]? Bytes { get; set; }

    public BinaryData? Data { get; set; }

    public int? MaybeCount { get; set; }

    public DateTimeOffset? MaybeAt { get; set; }

    public DayOfWeek Weekday { get; set; }

    [DataMember(Name = "short")]
    public string? Renamed { get; set; }

    [IgnoreDataMember]
    public string? Secret { get; set; }
}
