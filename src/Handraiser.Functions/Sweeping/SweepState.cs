using System.Text.Json.Serialization;
using Handraiser.Profiles;

namespace Handraiser.Functions.Sweeping;

/// <summary>How far the sweep over all customers is: written after every slice, so that a crash repeats one slice at most.</summary>
public sealed record SweepState
{
    /// <summary>The rules that customers are brought under (<see cref="Review.Mark"/>).</summary>
    [JsonPropertyName("mark")] public required ulong Mark { get; init; }
    /// <summary>The version of the playbook.</summary>
    [JsonPropertyName("version")] public required string Version { get; init; }
    /// <summary>When the rules were first seen, UTC.</summary>
    [JsonPropertyName("since")] public required DateTimeOffset Since { get; init; }
    /// <summary>The bucket that is being looked at.</summary>
    [JsonPropertyName("bucket")] public int Bucket { get; init; }
    /// <summary>The last customer of the bucket who was looked at; empty for none.</summary>
    [JsonPropertyName("after")] public string After { get => field ?? ""; init; }
    /// <summary>Whether the slice that comes next was begun: whom it moved may have been written and not handed on.</summary>
    [JsonPropertyName("begun")] public bool IsBegun { get; init; }
    /// <summary>How many customers were looked at.</summary>
    [JsonPropertyName("looked")] public long Looked { get; init; }
    /// <summary>How many of them something followed for.</summary>
    [JsonPropertyName("moved")] public long Moved { get; init; }
    /// <summary>When the last one was looked at, UTC; null while it goes on.</summary>
    [JsonPropertyName("finished")] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The share of buckets that are done, from 0 to 1: customers lie evenly in them.</summary>
    [JsonIgnore] public double Share => FinishedAt is not null ? 1 : (double)Bucket / Identity.Buckets;

    /// <summary>The state after a slice.</summary>
    /// <param name="last">The last customer looked at.</param>
    /// <param name="looked">How many were looked at.</param>
    /// <param name="moved">For how many something followed.</param>
    /// <param name="bucketDone">Whether they were the last of the bucket.</param>
    /// <param name="now">UTC.</param>
    public SweepState Advanced(string last, int looked, int moved, bool bucketDone, DateTimeOffset now) => this with
    {
        Bucket = bucketDone ? Bucket + 1 : Bucket,
        After = bucketDone ? "" : last,
        IsBegun = false,
        Looked = Looked + looked,
        Moved = Moved + moved,
        FinishedAt = bucketDone && Bucket + 1 == Identity.Buckets ? now : null,
    };
}
