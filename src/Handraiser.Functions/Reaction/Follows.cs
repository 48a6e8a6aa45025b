using Handraiser.Budgets;
using Handraiser.Events;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Reaction;

/// <summary>
/// What follows from the works of one message, gathered as one bucket after the other is committed, and handed on when all are. It keeps no
/// event and no profile of a work that is done.
/// </summary>
internal sealed class Follows(Identity identity)
{
    private readonly Lock gate = new();

    public List<WakeUp> Wakes { get; } = [];

    public List<(string CustomerId, PlannedAction Action)> Actions { get; } = [];

    public List<KeptStop> Arose { get; } = [];

    public List<KeptStop> Lifted { get; } = [];

    public List<Spending> GiveBack { get; } = [];

    public List<(string CustomerId, string Text)> Alerts { get; } = [];

    /// <summary>Profiles that were absorbed, whose signposts can be emptied.</summary>
    public List<Profile> Absorbed { get; } = [];

    /// <summary>Events whose customer moved before they were committed.</summary>
    public List<CustomerEvent> Again { get; } = [];

    /// <summary>Notes what became of the works of one bucket.</summary>
    public void From(IReadOnlyList<Settled> settled)
    {
        lock (gate)
        {
            foreach (var (work, before, reaction) in settled)
            {
                if (reaction is { } reacted) From(work, before, reacted);
                else Again.AddRange(work.Events);
            }
        }
    }

    private void From(Work work, Profile before, Handraiser.Reaction reaction)
    {
        Absorbed.AddRange(work.Absorb);
        var stops = Stops.Between(before, reaction.Profile, identity);
        Arose.AddRange(stops.Arose);
        Lifted.AddRange(stops.Lifted);
        Meters.Folded.Add(reaction.Folded);
        Meters.Repeated.Add(reaction.Repeated);
        Meters.Decided(before, reaction.Profile);
        foreach (var effect in reaction.Effects) From(work.CustomerId, effect);
    }

    private void From(string customerId, Effect effect)
    {
        switch (effect)
        {
            case Wake wake:
                Wakes.Add(new WakeUp(customerId, wake.At));
                break;
            case Send send:
                Actions.Add((customerId, send.Action));
                break;
            case GiveBack back:
                GiveBack.Add(back.Spending);
                break;
            case Hopped hopped:
                foreach (var hop in hopped.Hops) Meters.Hopped(hop);
                break;
            case Alert alert:
                Alerts.Add((customerId, alert.Text));
                break;
        }
    }
}
