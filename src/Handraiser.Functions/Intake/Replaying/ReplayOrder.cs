namespace Handraiser.Functions.Intake.Replaying;

/// <summary>Which archived requests to put through again.</summary>
/// <param name="From">The first moment of arrival, UTC.</param>
/// <param name="To">The moment after the last, UTC.</param>
/// <param name="Sender">Only those of this sender; null for all.</param>
/// <param name="After">Go on behind this blob, as an earlier report named it; null to begin.</param>
public sealed record ReplayOrder(DateTimeOffset From, DateTimeOffset To, string? Sender = null, string? After = null);

/// <summary>What one part of a replay came to.</summary>
/// <param name="Requests">Archived requests that were put through.</param>
/// <param name="Events">Events that went into the queue again.</param>
/// <param name="Refused">What cannot be used even now, the first of them.</param>
/// <param name="RefusedCount">How many cannot be used.</param>
/// <param name="After">The last blob that was put through; null when there was none.</param>
/// <param name="Reached">Until when everything is put through, UTC.</param>
/// <param name="Done">Whether the whole time is put through.</param>
/// <param name="Full">Whether it paused because the events queue is long: wait a moment before going on.</param>
public sealed record ReplayReport(
    int Requests, int Events, IReadOnlyList<ReplayRefusal> Refused, int RefusedCount, string? After, DateTimeOffset Reached, bool Done, bool Full);

/// <summary>Something archived that cannot be used.</summary>
/// <param name="Sender">Who had sent it.</param>
/// <param name="At">When it arrived, UTC.</param>
/// <param name="Why">The field and what was expected there; never a part of the body.</param>
public sealed record ReplayRefusal(string Sender, DateTimeOffset At, string Why);
