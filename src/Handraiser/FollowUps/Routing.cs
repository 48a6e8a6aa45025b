using System.Collections.Immutable;
using Handraiser.Playbooks;
using Handraiser.Segments;

namespace Handraiser.FollowUps;

/// <summary>A raised hand that waits for a person.</summary>
/// <param name="Id">Which.</param>
/// <param name="Rank">As <see cref="FollowUp.Rank"/>: the higher the sooner.</param>
/// <param name="DueAt">By when it should be answered.</param>
/// <param name="Cares">Categories that the customer cares for, most first.</param>
public sealed record RaisedHand(string Id, double Rank, DateTimeOffset DueAt, ImmutableArray<string> Cares);

/// <summary>How much somebody has on their hands.</summary>
/// <param name="Responder">Who.</param>
/// <param name="Today">How many customers they were given on their working day that is under way or next to come.</param>
/// <param name="IsAway">Whether they are ill or on leave: they are given nobody.</param>
public sealed record ResponderLoad(Responder Responder, int Today, bool IsAway = false);

/// <summary>Who answers whom.</summary>
/// <param name="Owned">The hands with their owners, best first.</param>
/// <param name="Overflow">The hands that nobody has room for, best first: shown and alerted, never dropped (law 2).</param>
public sealed record Routed(ImmutableArray<(RaisedHand Hand, Responder Owner)> Owned, ImmutableArray<RaisedHand> Overflow);

/// <summary>Finds an owner for each raised hand: by what responders know, their hours and their free capacity. Pure.</summary>
public static class Routing
{
    /// <summary>
    /// Gives the hands away, the best first. Of those who have room and work before the answer is due, the one who knows best what the
    /// customer cares for; then the one who works soonest; then the one with most room; then by name.
    /// </summary>
    public static Routed Assign(IEnumerable<RaisedHand> hands, IEnumerable<ResponderLoad> team, Store store, DateTimeOffset now)
    {
        var people = team.Where(p => !p.IsAway).Select(p => new Person(p, p.Responder.Hours.NextOpen(now, store.TimeZone))).ToList();
        var owned = ImmutableArray.CreateBuilder<(RaisedHand, Responder)>();
        var overflow = ImmutableArray.CreateBuilder<RaisedHand>();
        foreach (var hand in hands.OrderByDescending(h => h.Rank).ThenBy(h => h.Id, StringComparer.Ordinal))
        {
            var owner = people.Where(p => p.Free > 0 && p.WorksFrom < hand.DueAt)
                .OrderBy(p => Knows(p.Load.Responder, hand.Cares)).ThenBy(p => p.WorksFrom).ThenByDescending(p => p.Free).ThenBy(p => p.Load.Responder.Name, StringComparer.Ordinal)
                .FirstOrDefault();
            if (owner is null)
            {
                overflow.Add(hand);
                continue;
            }
            owner.Free--;
            owned.Add((hand, owner.Load.Responder));
        }
        return new Routed(owned.ToImmutable(), overflow.ToImmutable());
    }

    /// <summary>The place among the customer's cares of the first that the responder knows; the number of cares when they know none.</summary>
    private static int Knows(Responder responder, ImmutableArray<string> cares)
    {
        for (var i = 0; i < cares.Length; i++)
        {
            if (responder.Knows.Any(known => EventFilter.IsWithin(cares[i], known))) return i;
        }
        return cares.Length;
    }

    private sealed class Person(ResponderLoad load, DateTimeOffset worksFrom)
    {
        public ResponderLoad Load { get; } = load;
        public DateTimeOffset WorksFrom { get; } = worksFrom;
        public int Free { get; set; } = load.Responder.PerDay - load.Today;
    }
}
