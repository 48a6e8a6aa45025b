using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>Whether a customer is one of those that a play or a step is for.</summary>
internal static class Whom
{
    /// <summary>Whether the customer is in a segment, by its path, or meets a condition that was written in its place.</summary>
    public static bool Meets(string condition, Profile profile, Playbook playbook, DateTimeOffset now, ShopState? shop = null) =>
        profile.IsIn(condition)
        // Memberships are as of this moment already: only what is no segment has to be worked out.
        || (playbook.Segments.IndexOf(condition) < 0 && playbook.Segments.Meets(condition, profile, shop ?? ShopState.Default, now));
}
