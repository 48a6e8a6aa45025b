namespace Handraiser.Profiles;

/// <summary>The earlier and the later of two moments, of which one or both may be missing.</summary>
internal static class Times
{
    /// <summary>The later one.</summary>
    public static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a >= b ? a : b;

    /// <summary>The earlier one.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a <= b ? a : b;
}
