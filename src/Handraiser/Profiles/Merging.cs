using System.Collections.Immutable;
using Handraiser.Budgets;
using Handraiser.Playbooks;
using Handraiser.Plays;

namespace Handraiser.Profiles;

/// <summary>Makes one customer of two rows that turned out to be the same person. Pure; absorbing the same source again changes nothing.</summary>
public static class Merging
{
    /// <summary>How many rows that were taken over a profile remembers. A merge is done again at once or never: its source is emptied behind it.</summary>
    public const int AbsorbedKept = 256;

    /// <summary>
    /// Which of two rows stays: the one known by address, else the one with the earlier first fact, else the smaller id; the same whichever
    /// way round it is asked. A row only ever rises in this order, so that two merges at once cannot send each customer to the other.
    /// </summary>
    public static string Target(Profile a, Profile b)
    {
        var known = (a.Person.KnownSince is null).CompareTo(b.Person.KnownSince is null);
        if (known != 0) return known < 0 ? a.Id : b.Id;
        var first = (a.FirstFact ?? DateTimeOffset.MaxValue).CompareTo(b.FirstFact ?? DateTimeOffset.MaxValue);
        if (first != 0) return first < 0 ? a.Id : b.Id;
        return string.CompareOrdinal(a.Id, b.Id) <= 0 ? a.Id : b.Id;
    }

    /// <summary>
    /// The target with all that the source knew: history, counts, weights, carts and orders together, consents by the stricter rule, and of
    /// two runs or actions for one occasion one. Memberships are the target's; the segments are evaluated anew afterwards.
    /// </summary>
    public static Profile Absorb(Profile target, Profile source, Playbook playbook)
    {
        if (target.Id == source.Id || target.Absorbed.Contains(source.Id)) return target;
        var (a, b) = (playbook.Segments.Fit(target), playbook.Segments.Fit(source with { MovedTo = null }));
        var mail = Together(a.Email, b.Email);
        var merged = a.KnownAlsoAt([source.Id, .. source.Homes]) with
        {
            Absorbed = [.. a.Absorbed.Concat(b.Absorbed).Append(source.Id).TakeLast(AbsorbedKept)],
            Person = Together(a.Person, b.Person),
            FirstFact = Times.Earlier(a.FirstFact, b.FirstFact),
            LastFact = Times.Later(a.LastFact, b.LastFact),
            EventCount = a.EventCount + b.EventCount,
            Seen = a.Seen.Union(b.Seen),
            Permissions = Bouncing.InARowAfter(Consenting.Union(a.Permissions, b.Permissions), Channels.Email, mail.LastDelivered),
            Email = mail,
            Sms = Together(a.Sms, b.Sms),
            Interests = InterestFolding.Together(a.Interests, b.Interests, playbook.Interest.HalfLife),
            Rhythm = OrderFolding.Together(a.Rhythm, b.Rhythm, playbook.Store),
            Score = new LeadScore { Points = a.Score.Points.Plus(b.Score.Points, playbook.Score.HalfLife) },
            Answers = b.Answers.Aggregate(a.Answers, AnswerFolding.With),
            Replies = b.Replies.Aggregate(a.Replies, ReplyFolding.With),
            Recent = [],
            Hops = [.. a.Hops.Concat(b.Hops).OrderBy(h => h.At).TakeLast(Engine.HopsKept)],
            Traces = playbook.Segments.Merge(a.Traces, b.Traces),
            Sends = [.. a.Sends.Concat(b.Sends).DistinctBy(s => s.ActionId).OrderBy(s => s.At).ThenBy(s => s.ActionId, StringComparer.Ordinal)],
            OffersOut = OffersOut.Together(a.OffersOut, b.OffersOut),
            Decisions = [.. a.Decisions.Concat(b.Decisions).OrderBy(d => d.At).TakeLast(DecisionLog.Kept)],
        };
        merged = CartFolding.Absorb(merged, b);
        foreach (var one in a.Recent.Concat(b.Recent).DistinctBy(r => r.Hash).OrderBy(r => r.At).ThenBy(r => r.Hash))
        {
            RecentEvent? forgotten = null;
            merged = one.IsSignal
                ? merged with { Signals = merged.Signals.With(one, out forgotten) }
                : merged with { Others = Remembering.With(merged.Others, one, Remembering.OthersKept, out _) };
            if (forgotten is not null) merged = SignalFolding.Forget(merged, forgotten);
        }
        return MergingPlays.Together(RefundFolding.Merged(merged, playbook.Interest), a, b);
    }

    private static Person Together(Person a, Person b)
    {
        foreach (var name in b.Names) a = PersonFolding.Told(a, name.Kind, name.Value, name.At, name.Firm);
        foreach (var trait in b.Traits) a = a.With(trait);
        return a with { KnownSince = Times.Earlier(a.KnownSince, b.KnownSince) };
    }

    private static Engagement Together(Engagement a, Engagement b) => new()
    {
        Sent = a.Sent + b.Sent,
        Delivered = a.Delivered + b.Delivered,
        Opened = a.Opened + b.Opened,
        Clicked = a.Clicked + b.Clicked,
        Opens = a.Opens + b.Opens,
        Clicks = a.Clicks + b.Clicks,
        MachineOpens = a.MachineOpens + b.MachineOpens,
        MachineClicks = a.MachineClicks + b.MachineClicks,
        Replies = a.Replies + b.Replies,
        Complaints = a.Complaints + b.Complaints,
        HardBounces = a.HardBounces + b.HardBounces,
        ByDomain = MailFolding.Together(a.ByDomain, b.ByDomain),
        LastDelivered = Times.Later(a.LastDelivered, b.LastDelivered),
        LastOpen = Times.Later(a.LastOpen, b.LastOpen),
        LastClick = Times.Later(a.LastClick, b.LastClick),
        OlderOpen = Times.Later(a.OlderOpen, b.OlderOpen),
        OlderClick = Times.Later(a.OlderClick, b.OlderClick),
        SecondsRead = a.SecondsRead + b.SecondsRead,
        Hours = a.Hours.IsEmpty ? b.Hours : b.Hours.IsEmpty ? a.Hours : [.. a.Hours.Zip(b.Hours, (x, y) => x + y)],
        // One address may have stood on both rows: the same message is then one, with the opens and clicks of both.
        Messages = [.. a.Messages.Concat(b.Messages).GroupBy(m => m.Id).Select(Together).OrderBy(m => m.At).ThenBy(m => m.Id, StringComparer.Ordinal).TakeLast(Engaging.MessagesKept)],
    };

    private static MessageSeen Together(IGrouping<string, MessageSeen> same) => new()
    {
        Id = same.Key,
        Campaign = same.Max(m => m.Campaign),
        At = same.Min(m => m.At),
        Opens = same.Sum(m => m.Opens),
        Clicks = same.Sum(m => m.Clicks),
        MachineOpens = same.Sum(m => m.MachineOpens),
        MachineClicks = same.Sum(m => m.MachineClicks),
    };
}
