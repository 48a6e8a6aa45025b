using System.Collections.Immutable;
using Handraiser.Playbooks;

namespace Handraiser.FollowUps;

/// <summary>How the work is shared out at one moment.</summary>
/// <param name="Given">Follow-ups that get another owner than they have; null for those that nobody has room for any more.</param>
/// <param name="Overflow">All that nobody has room for, best first: shown and alerted, never dropped (law 2).</param>
public sealed record SharedOut(ImmutableArray<(FollowUp Item, string? Owner)> Given, ImmutableArray<FollowUp> Overflow);

/// <summary>
/// Shares the open follow-ups out among the team: by what responders know, their hours and their room. A responder has room for so many at
/// once as they can answer on a day; what they close, put off or hand over makes room again. Pure.
/// </summary>
public static class Sharing
{
    /// <summary>How many business days after it was due a follow-up that nobody took has gone stale.</summary>
    public const int StaleAfter = 3;

    /// <summary>
    /// Gives what nobody owns to somebody with room, best first. Where a responder has more than they can answer, since something that was
    /// put off came back or their day became shorter, what they have not taken and comes last goes on to others.
    /// </summary>
    public static SharedOut Of(IReadOnlyCollection<FollowUp> open, Playbook playbook, DateTimeOffset now)
    {
        var waiting = open.Where(f => IsShared(f, now)).ToList();
        if (playbook.Team.IsEmpty) return new SharedOut([], []);
        var keeps = new Dictionary<string, int>(StringComparer.Ordinal);
        var free = new List<FollowUp>();
        foreach (var item in waiting.OrderByDescending(f => f.State == FollowUpState.Claimed).ThenByDescending(f => f.Rank).ThenBy(f => f.Id, StringComparer.Ordinal))
        {
            var room = playbook.Team.FirstOrDefault(r => r.Name == item.Owner)?.PerDay;
            var has = item.Owner is null ? 0 : keeps.GetValueOrDefault(item.Owner);
            // Whom a person chose, or who took it, keeps it, and so does somebody who is not in the team.
            var stays = item.Owner is not null && (room is null || item.State == FollowUpState.Claimed || item.IsHandedOver || has < room);
            if (stays) keeps[item.Owner!] = has + 1;
            else free.Add(item);
        }
        var routed = Routing.Assign(free.Select(Hand), Loads(playbook, keeps), playbook.Store, now);
        var owners = routed.Owned.ToDictionary(o => o.Hand.Id, o => o.Owner.Name, StringComparer.Ordinal);
        return new SharedOut(
            [.. free.Select(f => (Item: f, Owner: owners.GetValueOrDefault(f.Id))).Where(g => g.Owner != g.Item.Owner)],
            [.. free.Where(f => !owners.ContainsKey(f.Id)).OrderByDescending(f => f.Rank).ThenBy(f => f.Id, StringComparer.Ordinal)]);
    }

    /// <summary>Who should answer a hand that was just raised; null when nobody has room, or only for better ones that wait as well (law 2).</summary>
    public static Responder? Owner(FollowUp raised, IEnumerable<FollowUp> open, Playbook playbook, DateTimeOffset now)
    {
        var owner = Of([.. open.Where(f => f.Id != raised.Id), raised with { Owner = null }], playbook, now).Given.FirstOrDefault(g => g.Item.Id == raised.Id).Owner;
        return playbook.Team.FirstOrDefault(r => r.Name == owner);
    }

    /// <summary>Whether nobody took it for so long that an answer would come out of the blue: the customer goes back to the watch list (law 1).</summary>
    public static bool IsStale(FollowUp item, Store store, DateTimeOffset now)
    {
        if (item is not { Kind: FollowUpKind.RaisedHand, State: FollowUpState.Open }) return false;
        var due = item.SnoozedUntil is { } until && until > item.DueAt ? until : item.DueAt;
        return now > DueTime.Of(due, StaleAfter, store);
    }

    /// <summary>Whether it takes somebody's room now: what is put off takes none until it comes back.</summary>
    private static bool IsShared(FollowUp item, DateTimeOffset now) =>
        item.Kind == FollowUpKind.RaisedHand && item.State != FollowUpState.Closed && !(item.SnoozedUntil > now);

    private static IEnumerable<ResponderLoad> Loads(Playbook playbook, Dictionary<string, int> keeps) =>
        playbook.Team.Select(r => new ResponderLoad(r, keeps.GetValueOrDefault(r.Name)));

    // What is late is still to be answered by whoever works next.
    private static RaisedHand Hand(FollowUp item) => new(item.Id, item.Rank, DateTimeOffset.MaxValue, item.Cares);
}
