namespace Handraiser.Segments;

/// <summary>A segment as a marketer wrote it.</summary>
/// <param name="Path">Its name; below another segment, the other's path, a slash and its own name (<c>mountain/beginner</c>).</param>
/// <param name="If">What a customer must meet, beside what the parent asks for.</param>
public sealed record Segment(string Path, Condition If)
{
    /// <summary>Open also to customers known for less than 182 days, although it assumes that we know them (law 5).</summary>
    public bool EvenIfNew { get; init; }
    /// <summary>Whether customers who enter because the playbook changed start the plays of this segment.</summary>
    public bool IncludeExisting { get; init; }
    /// <summary>What it is for, in the marketer's words.</summary>
    public string? About { get; init; }

    /// <summary>The path of the segment that it is nested in; null at the top.</summary>
    public string? Parent => Path.LastIndexOf('/') is > 0 and var slash ? Path[..slash] : null;
}
