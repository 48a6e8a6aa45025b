using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Plays;

/// <summary>The next date that starts a play, worked out once for as long as nothing moves it: it comes once a year, and events every day.</summary>
/// <param name="Person">Whose dates, and where they live.</param>
/// <param name="Playbook">Whose plays.</param>
/// <param name="From">From when on it is the next.</param>
/// <param name="Next">The moment, or an earlier one at which to look again; null when no date is to come.</param>
internal sealed record DatesAhead(Person Person, Playbook Playbook, DateTimeOffset From, DateTimeOffset? Next)
{
    /// <summary>Whether it is still so.</summary>
    public bool Holds(Profile profile, Playbook playbook, DateTimeOffset now) =>
        ReferenceEquals(Person, profile.Person) && ReferenceEquals(Playbook, playbook) && now >= From && !(Next <= now);
}
