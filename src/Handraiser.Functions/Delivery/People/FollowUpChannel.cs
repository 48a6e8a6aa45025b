using Handraiser.FollowUps;
using Handraiser.Functions.Delivery.Composing;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.People;

/// <summary>Puts the customer on the responders' list (law 1). The row's key is the action's id, so twice is once.</summary>
internal sealed class FollowUpChannel(IFollowUps followUps, Composer composer) : IChannel, IDisposable
{
    public ChannelPace Pace { get; } = new(1_000);

    public bool IsRepeatable => true;

    public bool Carries(ActionKind kind) => kind == ActionKind.FollowUp;

    public string MessageKindOf(Profile profile, PlannedAction action) => MessageKinds.Personal;

    // Who has room depends on all the others: they are read once for each hand, of which there are few.
    public async ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation)
    {
        var (profile, action, moment) = consignment;
        var raised = Raising.RaisedHand(profile, action, ("", ""), moment.Playbook, moment.Now);
        var owner = moment.Playbook.Team.IsEmpty ? null : Sharing.Owner(raised, await followUps.OpenAsync(cancellation), moment.Playbook, moment.Now)?.Name;
        var (subject, draft) = composer.Draft(consignment, owner);
        return new Raised(raised with { Owner = owner, Subject = subject, Draft = draft });
    }

    public async Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        await followUps.AddAsync(((Raised)parcel).Item, CancellationToken.None);
        return new DeliveryOutcome(OutcomeClass.Accepted);
    }

    public void Dispose() => Pace.Dispose();

    private sealed record Raised(FollowUp Item) : Parcel((string?)null);
}
