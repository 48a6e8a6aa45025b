using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser;

/// <summary>
/// Looks anew at customers who do nothing, after the playbook or the model changed: what tells a sweep whom to touch. Pure.
/// </summary>
public static class Review
{
    /// <summary>The mark of the rules: as long as it is the same, nobody has to be looked at.</summary>
    public static ulong Mark(Playbook playbook, ShopState shop) => playbook.Mark ^ shop.ModelMark;

    /// <summary>Whether anything follows for this customer from the rules as they are now: most customers stay as they are, and are not written.</summary>
    /// <param name="profile">The customer as committed.</param>
    /// <param name="playbook">The rules in force.</param>
    /// <param name="shop">What holds for all customers.</param>
    /// <param name="now">UTC.</param>
    public static bool IsDue(Profile profile, Playbook playbook, ShopState shop, DateTimeOffset now)
    {
        if (profile.MovedTo is not null || profile.JudgedBy == Mark(playbook, shop)) return false;
        var (after, effects, _, _) = Engine.React(profile, [Event(profile.Id, Mark(playbook, shop), now)], playbook, shop, now);
        return !effects.IsEmpty || after.Memberships != profile.Memberships || after.Hops != profile.Hops
            || after.Runs != profile.Runs || after.Actions != profile.Actions || after.Armed != profile.Armed;
    }

    /// <summary>Whether a customer who was looked at by these rules has something that may not have been handed on, since the process died in between.</summary>
    public static bool MayBeLeft(Profile profile, Playbook playbook, ShopState shop) =>
        profile.MovedTo is null && profile.JudgedBy == Mark(playbook, shop) && (profile.Armed is not null || !profile.Actions.IsEmpty);

    /// <summary>What tells the engine to look anew. Told twice it changes nothing.</summary>
    /// <param name="customerId">Whom.</param>
    /// <param name="mark">The rules that it is about.</param>
    /// <param name="now">UTC.</param>
    public static CustomerEvent Event(string customerId, ulong mark, DateTimeOffset now) => new()
    {
        Id = $"review:{mark:x}:{customerId}",
        Kind = EventKinds.RulesChanged,
        At = now,
        ReceivedAt = now,
        Source = "sweep",
        Customer = new Identifiers { Id = customerId },
    };
}
