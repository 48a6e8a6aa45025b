using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Plays;

/// <summary>Starts, moves, ends and fires plays. Pure.</summary>
public static class PlayRules
{
    /// <summary>Starts, restarts and ends plays because of an event that was just folded.</summary>
    public static Profile Happened(Profile profile, CustomerEvent happened, Verdict verdict, Playbook playbook, ShopState shop, DateTimeOffset now) => profile;

    /// <summary>Starts plays because of a hop between segments.</summary>
    public static Profile Hopped(Profile profile, Hop hop, Playbook playbook, ShopState shop, DateTimeOffset now) => profile;

    /// <summary>Fires every step that is due.</summary>
    public static Profile Advance(Profile profile, Playbook playbook, ShopState shop, DateTimeOffset now, out IReadOnlyList<PlannedAction> decided)
    {
        decided = [];
        return profile;
    }

    /// <summary>When the next step of any play is due; null when none is.</summary>
    public static DateTimeOffset? NextDue(Profile profile) => null;
}
