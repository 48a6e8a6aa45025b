using Handraiser.Functions.Reaction;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Functions.Delivery;

/// <summary>What is to be delivered to whom, by which rules.</summary>
/// <param name="Profile">The customer, as just read.</param>
/// <param name="Action">The action, as the last look left it.</param>
/// <param name="Moment">The rules in force, and the time.</param>
internal sealed record Consignment(Profile Profile, PlannedAction Action, Moment Moment);

/// <summary>What a channel made ready to be sent. Each channel adds its own content.</summary>
/// <param name="CallToAction">What it asks the customer for; null for nothing.</param>
internal abstract record Parcel(string? CallToAction);

/// <summary>One way to make an action happen. A channel is one folder and one registration (<c>docs/new-channel.md</c>).</summary>
internal interface IChannel
{
    /// <summary>The channel's own pace and stop: it never blocks another.</summary>
    ChannelPace Pace { get; }

    /// <summary>Whether doing it twice is the same as doing it once. Then no claim is needed before, and any failure is simply tried again.</summary>
    bool IsRepeatable { get; }

    /// <summary>Whether this channel does this kind of action.</summary>
    bool Carries(ActionKind kind);

    /// <summary>One of <see cref="MessageKinds"/>, for the gates.</summary>
    string MessageKindOf(Profile profile, PlannedAction action);

    /// <summary>Renders. Nothing has been claimed yet, so whatever it throws leaves the action as it was decided, and the message is tried again and at last parked.</summary>
    ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation);

    /// <summary>
    /// Sends, and says what the answer means. Not cancelled by a shutdown: once claimed, the call is brought to its end, bounded by the
    /// channel's own time limit. An exception counts as ambiguous.
    /// </summary>
    Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment);
}
