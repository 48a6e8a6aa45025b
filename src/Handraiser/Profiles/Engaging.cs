using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Handraiser.Profiles;

/// <summary>How opens and clicks count in <see cref="Engagement"/>, and how they are taken out again.</summary>
internal static class Engaging
{
    /// <summary>How many messages are remembered one by one.</summary>
    public const int MessagesKept = 24;

    /// <summary>The engagement with one open or click more, or (sign -1) less.</summary>
    public static Engagement Count(Engagement mail, RecentEvent one, int sign)
    {
        var machine = one.Verdict == Verdict.Machine;
        var (opens, clicks) = one.IsClick ? (0, sign) : (sign, 0);
        var (marks, before, after) = (MessageMarks.Of(mail), default(MessageSeen), default(MessageSeen));
        if (one.Message is { } message) marks = With(mail, message, one.Campaign, one.At, new Change(machine, opens, clicks), out before, out after);
        return mail with
        {
            Messages = marks.Messages,
            Marks = marks,
            Opened = mail.Opened + Step(before?.IsOpened, after?.IsOpened, machine, sign),
            Clicked = mail.Clicked + Step(before?.Clicks > 0, after?.Clicks > 0, machine || !one.IsClick, sign),
            Opens = mail.Opens + (machine ? 0 : opens),
            Clicks = mail.Clicks + (machine ? 0 : clicks),
            MachineOpens = mail.MachineOpens + (machine ? opens : 0),
            MachineClicks = mail.MachineClicks + (machine ? clicks : 0),
            Hours = machine ? mail.Hours : Hour(mail.Hours, one.At, sign),
            LastOpen = sign > 0 && !one.IsClick && one.Verdict == Verdict.Human ? Times.Later(mail.LastOpen, one.At) : mail.LastOpen,
        };
    }

    /// <summary>Notes a message that was sent or delivered, so that the last messages can be shown with what became of them.</summary>
    public static MessageMarks Note(Engagement mail, string? message, string? campaign, DateTimeOffset at) =>
        message is null ? MessageMarks.Of(mail) : With(mail, message, campaign, at, default, out _, out _);

    /// <summary>Whether a count of messages grows or shrinks. Without a message to remember it by, each open counts for one.</summary>
    private static int Step(bool? before, bool? after, bool never, int sign) =>
        after is { } now ? (now ? 1 : 0) - (before == true ? 1 : 0) : never ? 0 : sign;

    private static MessageMarks With(Engagement mail, string id, string? campaign, DateTimeOffset at, Change change, out MessageSeen? before, out MessageSeen? after)
    {
        var known = MessageMarks.Of(mail);
        var mark = MessageMarks.Of(id);
        var place = known.Find(id, mark);
        before = place < 0 ? null : known.Messages[place];
        if (before is not null && before.At <= at)
        {
            after = change.On(campaign is null || before.Campaign == campaign ? before : before with { Campaign = Larger(before.Campaign, campaign) });
            return ReferenceEquals(before, after) ? known : known with { Messages = known.Messages.SetItem(place, after) };
        }

        after = change.On(before is null ? new MessageSeen { Id = id, Campaign = Text.Cut(campaign, 64), At = at } : before with { At = at, Campaign = Larger(before.Campaign, campaign) });
        var others = before is null ? known : new(known.Messages.RemoveAt(place), known.Marks.RemoveAt(place));
        var to = others.Messages.Length;
        while (to > 0 && Comes(after, others.Messages[to - 1]) < 0) to--;
        if (to > 0 || others.Messages.Length < MessagesKept) return new(others.Messages.Insert(to, after, MessagesKept), others.Marks.Insert(to, mark, MessagesKept));
        after = null;
        return known;
    }

    private static string? Larger(string? a, string? b) => string.CompareOrdinal(a, b) >= 0 ? a : Text.Cut(b, 64);

    private static int Comes(MessageSeen a, MessageSeen b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Id, b.Id);

    private static ImmutableArray<int> Hour(ImmutableArray<int> hours, DateTimeOffset at, int sign)
    {
        var next = new int[24];
        hours.CopyTo(next);
        next[at.UtcDateTime.Hour] += sign;
        return ImmutableCollectionsMarshal.AsImmutableArray(next);
    }

    /// <summary>What an open or click changes in its message; nothing for what only tells of the message.</summary>
    private readonly record struct Change(bool Machine, int Opens, int Clicks)
    {
        public MessageSeen On(MessageSeen seen) => (Machine, Opens, Clicks) switch
        {
            (_, 0, 0) => seen,
            (true, _, _) => seen with { MachineOpens = seen.MachineOpens + Opens, MachineClicks = seen.MachineClicks + Clicks },
            (false, _, _) => seen with { Opens = seen.Opens + Opens, Clicks = seen.Clicks + Clicks },
        };
    }
}
