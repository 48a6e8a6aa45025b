using Handraiser.Functions.Agenda;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.FollowUps;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Delivery;

/// <summary>
/// From a decided action to a message that arrived, once: claim on the profile, call, record (<c>docs/guarantees.md</c>). A delivery
/// message may come any number of times, wholly or partly handled before.
/// </summary>
internal sealed partial class Deliverer(ICustomers customers, IMoments moments, IEnumerable<IChannel> channels, IAgenda agenda, IFollowUps followUps, Reserving reserving, ILogger<Deliverer> log) : IDisposable
{
    private const int MostRounds = 8;
    private const int MostSignposts = 4;
    /// <summary>More messages than these wait as they came: each in work holds a profile and a rendered mail until it is the provider's turn.</summary>
    private const int InWorkAtOnce = 64;

    private readonly IReadOnlyList<IChannel> channels = [.. channels];
    private readonly SemaphoreSlim room = new(InWorkAtOnce);

    /// <summary>Handles one message. When the call returns, the action is done, dropped with its reason, or surely comes again.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down: the message comes again.</exception>
    public async Task DeliverAsync(DeliveryMessage message, CancellationToken cancellation)
    {
        await room.WaitAsync(cancellation);
        try
        {
            var moment = await moments.NowAsync(cancellation);
            for (var round = 0; round < MostRounds; round++)
            {
                if (await FindAsync(message, cancellation) is not var (row, action)) return;
                if (await StepAsync(row, action, moment, cancellation)) return;
            }
        }
        finally
        {
            room.Release();
        }
        throw new TimeoutException("The customer's row changed faster than the delivery could be claimed.");
    }

    public void Dispose() => room.Dispose();

    /// <summary>One look at the action as it stands. False when the row was newer than read: look again.</summary>
    private Task<bool> StepAsync(CustomerRow row, PlannedAction action, Moment moment, CancellationToken cancellation) => action switch
    {
        { State: ActionState.Unclear } => ShowAsync(row.Profile, action, moment, cancellation),
        { State: ActionState.Sending, ClaimedAt: { } claimed } when claimed + Delivering.SettleTime <= moment.Now => GiveUpAsync(row, action, moment, cancellation),
        { State: ActionState.Sending, NotBefore: null } => PutOffAsync(row, Delivering.AwaitWord(row.Profile, action.Id), action.Id, cancellation),
        { NotBefore: { } later } when later > moment.Now => ArmAsync(row.Profile.Id, later, cancellation),
        _ => DecideAsync(row, action, moment, cancellation),
    };

    private async Task<bool> DecideAsync(CustomerRow row, PlannedAction action, Moment moment, CancellationToken cancellation)
    {
        var profile = row.Profile;
        if (channels.FirstOrDefault(c => c.Carries(action.Kind)) is not { } channel)
        {
            var why = Delivering.Decide(action, Gates.Unreachable, "No such channel is set up.", moment.Now, moment.Playbook.Version);
            return await CommitAsync(row, Delivering.Drop(profile, action.Id, why), cancellation) is not null;
        }

        var kind = channel.MessageKindOf(profile, action);
        switch (Recheck.Of(profile, action, kind, moment.Playbook, moment.Shop, moment.Now))
        {
            case Refuse refused:
                if (await CommitAsync(row, Delivering.Drop(profile, action.Id, refused.Why), cancellation) is null) return false;
                reserving.GiveBack(action.Spending, action.Offer?.Pool, action.Code);
                return true;
            case Hold held:
                return await PutOffAsync(row, Delivering.Postpone(profile, action.Id, held.Until), action.Id, cancellation);
            case Act act when channel.Pace.StoppedUntil(moment.Now) is { } until:
                return await PutOffAsync(row, Delivering.Postpone(profile, act.Action.Id, until), action.Id, cancellation);
            case Act act:
                return await SendAsync(row, channel, kind, new Consignment(profile, act.Action, moment), cancellation);
            default:
                throw new InvalidOperationException("The last look says act, hold or refuse.");
        }
    }

    private async Task<bool> SendAsync(CustomerRow row, IChannel channel, string kind, Consignment consignment, CancellationToken cancellation)
    {
        var action = consignment.Action;
        var reserved = await reserving.ReserveAsync(consignment, kind, cancellation);
        if (reserved.Refusal is { } refusal)
        {
            var why = Delivering.Decide(action, Gates.Budget, refusal, consignment.Moment.Now, consignment.Moment.Playbook.Version);
            return await CommitAsync(row, Delivering.Drop(row.Profile, action.Id, why), cancellation) is not null;
        }

        var parcel = await PrepareAsync(channel, consignment with { Action = action with { Code = reserved.Code } }, reserved, cancellation);
        if (!channel.IsRepeatable)
        {
            var claim = new Claim(Guid.NewGuid().ToString("N"), kind, parcel.CallToAction, reserved.Spending.Accounts.IsEmpty && reserved.Code is null ? null : reserved.Spending, reserved.Code);
            if (await ClaimAsync(row, consignment, claim, cancellation) is not { } claimed)
            {
                if (reserved.IsNew) GiveBack(reserved, action);
                return false;
            }
            row = claimed;
        }

        // From here on a shutdown interrupts nothing: what was called is written down.
        var outcome = await CallAsync(channel, parcel, consignment);
        if (outcome is { Class: OutcomeClass.Throttled, RetryAfter: { } pause }) channel.Pace.StopUntil(consignment.Moment.Now + pause);
        // A claim that failed for a while keeps its reservation; without one nobody remembers it.
        var isOver = outcome.Class == OutcomeClass.Permanent || (channel.IsRepeatable && outcome.Class != OutcomeClass.Accepted);
        if (!await RecordAsync(row, consignment, outcome)) return !channel.IsRepeatable;
        if (isOver) GiveBack(reserved, action);
        return true;
    }

    /// <summary>Renders, and waits for the provider's turn. Whatever ends it, a shutdown included, what was reserved goes back: it stands nowhere yet.</summary>
    private async Task<Parcel> PrepareAsync(IChannel channel, Consignment consignment, Reservation reserved, CancellationToken cancellation)
    {
        try
        {
            var parcel = await channel.PrepareAsync(consignment, cancellation);
            await channel.Pace.TurnAsync(cancellation);
            return parcel;
        }
        catch when (reserved.IsNew)
        {
            GiveBack(reserved, consignment.Action);
            throw;
        }
    }

    private void GiveBack(Reservation reserved, PlannedAction action) => reserving.GiveBack(reserved.Spending, action.Offer?.Pool, reserved.Code);

    private async Task<DeliveryOutcome> CallAsync(IChannel channel, Parcel parcel, Consignment consignment)
    {
        using var span = Spans.Call(consignment.Action);
        var outcome = await TryAsync(channel, parcel, consignment);
        span?.SetTag(Spans.Outcome, Meters.Word(outcome.Class));
        Meters.Delivered(consignment.Action.Kind, outcome.Class);
        return outcome;
    }

    private async Task<DeliveryOutcome> TryAsync(IChannel channel, Parcel parcel, Consignment consignment)
    {
        try
        {
            return await channel.SendAsync(parcel, consignment);
        }
        catch (Exception e) when (!channel.IsRepeatable)
        {
            LogLost(e, consignment.Action.Id);
            return new DeliveryOutcome(OutcomeClass.Ambiguous) { Reason = e.GetType().Name };
        }
    }

    /// <summary>The claimed row, or null when the row was newer. A write that was made but whose answer got lost is recognised by the claim's id.</summary>
    private async Task<CustomerRow?> ClaimAsync(CustomerRow row, Consignment consignment, Claim claim, CancellationToken cancellation)
    {
        var next = Delivering.Claim(row.Profile, consignment.Action.Id, claim, consignment.Moment.Now);
        if (await CommitAsync(row, next, cancellation) is { } written) return written;
        var fresh = await customers.LoadAsync(row.Profile.Id, cancellation);
        return Delivering.Find(fresh.Profile, consignment.Action.Id)?.ClaimId == claim.Id ? fresh : null;
    }

    /// <summary>Whether it was this call that wrote the outcome down.</summary>
    private async Task<bool> RecordAsync(CustomerRow row, Consignment consignment, DeliveryOutcome outcome)
    {
        var id = consignment.Action.Id;
        while (Delivering.Find(row.Profile, id) is not null)
        {
            var next = Delivering.Record(row.Profile, id, outcome, consignment.Moment.Now);
            if (await CommitAsync(row, next, CancellationToken.None) is { } written)
            {
                if (Delivering.Find(written.Profile, id)?.NotBefore is { } later) await ArmAsync(written.Profile.Id, later, CancellationToken.None);
                return true;
            }
            row = await customers.LoadAsync(row.Profile.Id, CancellationToken.None);
        }
        return false;
    }

    private async Task<bool> GiveUpAsync(CustomerRow row, PlannedAction action, Moment moment, CancellationToken cancellation) =>
        await CommitAsync(row, Delivering.GiveUp(row.Profile, action.Id, moment.Now), cancellation) is { } written
        && await ShowAsync(written.Profile, action, moment, cancellation);

    /// <summary>Puts an unclear message before a person's eyes; the same one twice is one.</summary>
    private async Task<bool> ShowAsync(Profile profile, PlannedAction action, Moment moment, CancellationToken cancellation)
    {
        await followUps.AddAsync(Raising.Unclear(profile, action, moment.Playbook, moment.Now), cancellation);
        LogUnclear(action.Id);
        return true;
    }

    private async Task<bool> PutOffAsync(CustomerRow row, Profile next, string actionId, CancellationToken cancellation) =>
        await CommitAsync(row, next, cancellation) is { } written
        && await ArmAsync(written.Profile.Id, Delivering.Find(written.Profile, actionId)!.NotBefore!.Value, cancellation);

    /// <summary>The agenda wakes the customer then, and Reaction hands the action on again. Arming the same twice does no harm.</summary>
    private async Task<bool> ArmAsync(string customerId, DateTimeOffset at, CancellationToken cancellation)
    {
        await agenda.ArmAsync([new WakeUp(customerId, at)], cancellation);
        return true;
    }

    private async Task<CustomerRow?> CommitAsync(CustomerRow row, Profile next, CancellationToken cancellation)
    {
        var written = await customers.CommitAsync(Identity.Bucket(next.Id), [new CustomerChange(row, next)], cancellation);
        if (written.TryGetValue(next.Id, out var committed))
        {
            Meters.Decided(row.Profile, next);
            return committed;
        }
        customers.Forget(next.Id);
        return null;
    }

    /// <summary>The action and the row it stands on, wherever the customer lives now. What a cache does not know is looked up afresh before it counts as gone.</summary>
    private async Task<(CustomerRow Row, PlannedAction Action)?> FindAsync(DeliveryMessage message, CancellationToken cancellation)
    {
        var id = message.CustomerId;
        for (var i = 0; i < MostSignposts; i++)
        {
            var row = await customers.LoadAsync(id, cancellation);
            if (Delivering.Find(row.Profile, message.ActionId) is null)
            {
                customers.Forget(id);
                row = await customers.LoadAsync(id, cancellation);
            }
            if (row.Profile.MovedTo is { } home)
            {
                id = home;
                continue;
            }
            if (Delivering.Find(row.Profile, message.ActionId) is { } action) return (row, action);
            // Erased meanwhile: an attempt that had read the row before may have put them on the list after all.
            if (row.ETag is null) await followUps.RemoveOfAsync(id, cancellation);
            return null;
        }
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The call for action {ActionId} ended without an answer that could be understood")]
    private partial void LogLost(Exception e, string actionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody knows whether action {ActionId} arrived; it is on the follow-up list")]
    private partial void LogUnclear(string actionId);
}
