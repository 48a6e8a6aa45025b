using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Intake;

namespace Handraiser.Testing.Faults;

/// <summary>What truly happened, written down beside the application, to hold the end against.</summary>
internal sealed class Ledger(FaultWorld world)
{
    private readonly Dictionary<string, DateTimeOffset> stopKnown = new(StringComparer.Ordinal);

    /// <summary>Every event that was told and acknowledged, by its id.</summary>
    public Dictionary<string, CustomerEvent> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>When each person asked to be forgotten, by address.</summary>
    public Dictionary<string, DateTimeOffset> Erased { get; } = new(StringComparer.Ordinal);

    /// <summary>What the counts of customers who were removed had come to.</summary>
    public long[] Removed { get; } = new long[Profiles.Tally.Names.Length];

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
            if (one.Kind is EventKinds.EmailUnsubscribed or EventKinds.EmailComplained && one.Customer.Email is { } email) stopKnown.TryAdd(email, world.Time.Now);
        }
    }

    /// <summary>Since when the shop knows that a person wants no mail; null when it does not.</summary>
    public DateTimeOffset? StopKnown(string email) => stopKnown.TryGetValue(email, out var at) ? at : null;
}
