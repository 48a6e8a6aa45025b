namespace Handraiser.Profiles;

/// <summary>A mark of each message that a profile remembers, so that one is found, or known to be new, without looking at each.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Marks">What <see cref="Of(string)"/> gives for each, in their order.</param>
internal sealed record MessageMarks(Trail<MessageSeen> Messages, Trail<ulong> Marks)
{
    /// <summary>The marks of what an engagement remembers: its own, or else made anew.</summary>
    public static MessageMarks Of(Engagement taken)
    {
        if (taken.Marks is { } known && known.Messages == taken.Messages) return known;
        var marks = new ulong[taken.Messages.Length];
        for (var i = 0; i < marks.Length; i++) marks[i] = Of(taken.Messages[i].Id);
        return new(taken.Messages, new(marks));
    }

    /// <summary>A number that two different ids hardly ever have in common.</summary>
    public static ulong Of(string id) => StableHash.OfEvent(id);

    /// <summary>The place of the message of this id and mark; -1 when there is none.</summary>
    public int Find(string id, ulong mark)
    {
        var place = Marks.AsSpan().LastIndexOf(mark);
        while (place >= 0 && Messages[place].Id != id) place = Marks.AsSpan()[..place].LastIndexOf(mark);
        return place;
    }
}
