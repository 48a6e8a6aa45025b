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
        var (messages, before, after) = Messages(mail.Messages, one, machine, sign);
        var (opens, clicks) = one.IsClick ? (0, sign) : (sign, 0);
        return mail with
        {
            Messages = messages,
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
    public static Trail<MessageSeen> Note(Trail<MessageSeen> messages, string? message, string? campaign, DateTimeOffset at) =>
        message is null ? messages : With(messages, message, campaign, at, static seen => seen, out _, out _);

    private static (Trail<MessageSeen>, MessageSeen? Before, MessageSeen? After) Messages(Trail<MessageSeen> messages, RecentEvent one, bool machine, int sign)
    {
        if (one.Message is null) return (messages, null, null);
        var next = With(messages, one.Message, one.Campaign, one.At, seen => (machine, one.IsClick) switch
        {
            (true, true) => seen with { MachineClicks = seen.MachineClicks + sign },
            (true, false) => seen with { MachineOpens = seen.MachineOpens + sign },
            (false, true) => seen with { Clicks = seen.Clicks + sign },
            (false, false) => seen with { Opens = seen.Opens + sign },
        }, out var before, out var after);
        return (next, before, after);
    }

    /// <summary>Whether a count of messages grows or shrinks. Without a message to remember it by, each open counts for one.</summary>
    private static int Step(bool? before, bool? after, bool never, int sign) =>
        after is { } now ? (now ? 1 : 0) - (before == true ? 1 : 0) : never ? 0 : sign;

    private static Trail<MessageSeen> With(
        Trail<MessageSeen> messages, string id, string? campaign, DateTimeOffset at, Func<MessageSeen, MessageSeen> change, out MessageSeen? before, out MessageSeen? after)
    {
        before = null;
        var hash = StableHash.OfEvent(id);
        var known = messages.AsSpan();
        var place = known.Length - 1;
        while (place >= 0 && !known[place].Is(id, hash)) place--;
        var old = place < 0 ? null : messages[place];
        if (old is not null && old.At <= at)
        {
            before = old;
            after = change(campaign is null || old.Campaign == campaign ? old : old with { Campaign = Larger(old.Campaign, campaign) });
            return ReferenceEquals(before, after) ? messages : messages.SetItem(place, after);
        }

        before = old;
        after = change(old is null ? new MessageSeen { Id = id, Campaign = Text.Cut(campaign, 64), At = at } : old with { At = at, Campaign = Larger(old.Campaign, campaign) });
        var others = old is null ? messages : messages.RemoveAt(place);
        var to = others.Length;
        while (to > 0 && Comes(after, others[to - 1]) < 0) to--;
        if (to > 0 || others.Length < MessagesKept) return others.Insert(to, after, MessagesKept);
        after = null;
        return messages;
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
}
