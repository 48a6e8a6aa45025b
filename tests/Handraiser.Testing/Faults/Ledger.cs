using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Intake;
using Handraiser.Profiles;

namespace Handraiser.Testing.Faults;

/// <summary>What truly happened, written down beside the application, to hold the end against.</summary>
internal sealed class Ledger(FaultWorld world)
{
    private readonly List<Word> yeses = [];
    private readonly List<Word> noes = [];

    /// <summary>Every event that was told and acknowledged, by its id.</summary>
    public Dictionary<string, CustomerEvent> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>When each person asked to be forgotten, by address.</summary>
    public Dictionary<string, DateTimeOffset> Erased { get; } = new(StringComparer.Ordinal);

    /// <summary>What the counts of customers who were removed had come to.</summary>
    public long[] Removed { get; } = new long[Profiles.Tally.Names.Length];

    /// <summary>Somebody begins to tell of events: from now on the shop may know of what they allow.</summary>
    public void Telling(IEnumerable<CustomerEvent> events)
    {
        foreach (var one in events)
        {
            if (WordOf(one) is { Granted: true } yes) yeses.Add(yes);
        }
    }

    public void Acknowledge(IEnumerable<CustomerEvent> events)
    {
        foreach (var one in events) Acknowledged.TryAdd(one.Id, one);
    }

    /// <summary>A message was handled: from now on nobody may act as if its events were not known.</summary>
    public void Handled(string queue, string text)
    {
        if (queue != Names.Queues.Events || text.StartsWith(EventMessages.Elsewhere)) return;
        foreach (var one in EventPack.Read(text))
        {
            if (WordOf(one) is { Granted: false } no) noes.Add(no);
        }
    }

    /// <summary>Why a person could not be written to on a channel at a moment, whatever may have been known then; null when they may have allowed it.</summary>
    public string? Forbidden(string email, string channel, DateTimeOffset moment)
    {
        foreach (var no in noes)
        {
            if (no.Email == email && no.Channel == channel && no.KnownAt < moment && !yeses.Exists(y => Allows(y) && y.At > no.At)) return $"the no was known since {no.KnownAt:O}";
        }
        return channel == Channels.Sms && !yeses.Exists(Allows) ? "nobody said yes" : null;

        bool Allows(Word yes) => yes.Email == email && yes.Channel == channel && yes.KnownAt <= moment;
    }

    private Word? WordOf(CustomerEvent one) => one.Customer.Email is not { } email ? null : one.Kind switch
    {
        EventKinds.EmailUnsubscribed or EventKinds.EmailComplained => new(email, Channels.Email, false, one.At, world.Time.Now),
        EventKinds.EmailResubscribed => new(email, Channels.Email, true, one.At, world.Time.Now),
        EventKinds.ConsentChanged => new(email, one.Data.Channel!, one.Data.Granted!.Value, one.At, world.Time.Now),
        _ => null,
    };

    /// <summary>A yes or a no.</summary>
    /// <param name="Email">Whose.</param>
    /// <param name="Channel">To which channel.</param>
    /// <param name="Granted">Whether it is a yes.</param>
    /// <param name="At">When it was said.</param>
    /// <param name="KnownAt">Since when the shop may know of a yes, and must know of a no.</param>
    private sealed record Word(string Email, string Channel, bool Granted, DateTimeOffset At, DateTimeOffset KnownAt);
}
