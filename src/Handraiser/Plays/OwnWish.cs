using System.Globalization;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>
/// A mail that a customer asked for on a page of ours, to confirm that it was them: a download or an erasure of their data. Whoever has
/// left must still get it, so no consent, limit or night holds it back; only an address that does not exist does. Pure.
/// </summary>
public static class OwnWish
{
    /// <summary>What such actions name as their play; no playbook has one of this name, since names have no dot.</summary>
    public const string Play = "own.wish";
    /// <summary>A copy of all that is kept. Also the template.</summary>
    public const string Download = "confirm-download";
    /// <summary>The end of all that is kept. Also the template.</summary>
    public const string Erase = "confirm-erase";

    /// <summary>How long a wish makes sense that could not be answered at once.</summary>
    public static TimeSpan Lasts { get; } = TimeSpan.FromHours(24);

    /// <summary>Whether an action answers such a wish.</summary>
    public static bool Is(PlannedAction action) => action.Play == Play;

    /// <summary>The action; the same wish within the same hour is one, however often the button is pressed.</summary>
    /// <param name="customerId">Whose.</param>
    /// <param name="wish"><see cref="Download"/> or <see cref="Erase"/>.</param>
    /// <param name="now">UTC.</param>
    public static PlannedAction Of(string customerId, string wish, DateTimeOffset now) => new()
    {
        Id = StableHash.Id(Play, customerId, wish, now.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)),
        Kind = ActionKind.Email,
        Play = Play,
        Occasion = wish,
        What = wish,
        Cause = "the customer's own wish",
        CauseAt = now,
        DecidedAt = now,
    };

    /// <summary>What stands in its way; null for nothing.</summary>
    internal static (string Gate, string? Reason)? Refusal(Profile profile, PlannedAction action, DateTimeOffset now) =>
        profile.Person.Email is null ? (Gates.Unreachable, null)
        : now - action.DecidedAt > Lasts ? (Gates.Stale, "It was asked for too long ago.")
        : profile.Permissions.Suppressions.Any(s => s.Channel == Channels.Email && s.Reason == SuppressionReasons.HardBounce) ? (Gates.Suppressed, SuppressionReasons.HardBounce)
        : null;
}
