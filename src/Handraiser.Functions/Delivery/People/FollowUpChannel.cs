using Handraiser.FollowUps;
using Handraiser.Functions.Delivery.Composing;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery.People;

/// <summary>
/// Puts the customer on the responders' list (law 1). The row's key is the action's id, so twice is once. What a customer writes who is on
/// the list already is added there, so that one person answers one conversation.
/// </summary>
internal sealed class FollowUpChannel(IFollowUps followUps, Composer composer) : IChannel, IDisposable
{
    public ChannelPace Pace { get; } = new(1_000);

    public bool IsRepeatable => true;

    public bool Carries(ActionKind kind) => kind == ActionKind.FollowUp;

    public string MessageKindOf(Profile profile, PlannedAction action) => MessageKinds.Personal;

    public async ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation)
    {
        var (profile, action, moment) = consignment;
        return new Raised(Owned(Raising.RaisedHand(profile, action, ("", ""), moment.Playbook, moment.Now), await TheirsAsync(consignment, cancellation), consignment));
    }

    public async Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        var item = ((Raised)parcel).Item;
        if (!Raising.IsInWords(consignment.Action.Cause) || !await IsAddedAsync(item))
        {
            if (item.Owner is not null || consignment.Moment.Playbook.Team.IsEmpty) await followUps.AddAsync(item, CancellationToken.None);
            else await followUps.ShareAsync(open => Placed(item, open, consignment), CancellationToken.None);
        }
        return new DeliveryOutcome(OutcomeClass.Accepted);
    }

    public void Dispose() => Pace.Dispose();

    /// <summary>With the owner who has room among all that is open, or with none; nothing when it is on the list already.</summary>
    private IReadOnlyCollection<FollowUp> Placed(FollowUp item, IReadOnlyList<FollowUp> open, Consignment consignment) =>
        open.Any(known => known.Id == item.Id) ? [] : [Owned(item, Sharing.Owner(item, open, consignment.Moment.Playbook, consignment.Moment.Now)?.Name, consignment)];

    /// <summary>The draft is in its owner's name.</summary>
    private FollowUp Owned(FollowUp item, string? owner, Consignment consignment)
    {
        var (subject, draft) = composer.Draft(consignment, owner);
        return item with { Owner = owner, Subject = subject, Draft = draft };
    }

    /// <summary>Whether it was added to what is open of this customer.</summary>
    private async Task<bool> IsAddedAsync(FollowUp item)
    {
        foreach (var open in await followUps.OpenOfAsync(item.CustomerId, CancellationToken.None))
        {
            if (open.Kind != FollowUpKind.RaisedHand || open.Id == item.Id) continue;
            if ((await followUps.ChangeAsync(open.Id, known => FollowUpRules.Heard(known, item), CancellationToken.None))?.Item is not null) return true;
        }
        return false;
    }

    /// <summary>Whose message was answered: of a responder's own mail the one who wrote it, of a play's the one who signed it.</summary>
    private async Task<string?> TheirsAsync(Consignment consignment, CancellationToken cancellation)
    {
        var (profile, action, moment) = consignment;
        if (!Raising.IsReply(action.Cause) || profile.Replies.LastOrDefault(r => r.ActionId is not null) is not { } reply) return null;
        if (profile.Sends.LastOrDefault(s => s.ActionId == reply.ActionId) is not { } sent) return null;
        return TypedMail.FollowUpOf(sent) is { } id && await followUps.FindAsync(id, cancellation) is { Owner: { } owner }
            ? owner
            : Raising.Owner(profile, sent.ActionId, moment.Playbook, sent.At)?.Name;
    }

    private sealed record Raised(FollowUp Item) : Parcel((string?)null);
}
