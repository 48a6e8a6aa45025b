using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>
/// Who gets nothing, so that what plays earn can be measured (law 13). It follows from the customer's id, salted by the play: the same on
/// every replay, and the groups of two plays have nothing to do with each other.
/// </summary>
public static class Holdouts
{
    /// <summary>Held out of one play (<see cref="Play.Holdout"/>).</summary>
    public const string Play = "play";
    /// <summary>In the group that gets no play at all (<see cref="Limits.ControlGroup"/>).</summary>
    public const string Control = "control";

    /// <summary>Which group the customer is in: <see cref="Control"/>, <see cref="Play"/>, or null for those who get what the play does.</summary>
    public static string? Of(string customerId, Play play, Limits limits) =>
        limits.ControlGroup > 0 && StableHash.Unit(Control, customerId) < limits.ControlGroup ? Control
        : play.Holdout > 0 && StableHash.Unit("holdout", play.Name, customerId) < play.Holdout ? Play
        : null;

    /// <summary>Whether anything is measured at all, so that both arms are noted.</summary>
    internal static bool Measures(Play play, Limits limits) => play.Holdout > 0 || limits.ControlGroup > 0;
}
