using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What became of our texts, and the words that a customer may answer with at any time.</summary>
internal static class TextFolding
{
    public static Profile Fold(Profile profile, CustomerEvent happened) => happened.Kind switch
    {
        EventKinds.SmsSent => profile with { Sms = profile.Sms with { Sent = profile.Sms.Sent + 1 } },
        EventKinds.SmsDelivered => profile with { Sms = profile.Sms with { Delivered = profile.Sms.Delivered + 1, LastDelivered = Times.Later(profile.Sms.LastDelivered, happened.At) } },
        EventKinds.SmsFailed when happened.Data.Bounce == BounceKind.Hard =>
            profile with { Permissions = Bouncing.Bounced(profile.Permissions, Channels.Sms, BounceKind.Hard, happened.At, null) },
        EventKinds.SmsReplied => Replied(profile with { Sms = profile.Sms with { Replies = profile.Sms.Replies + 1 } }, happened),
        _ => profile,
    };

    // Twilio's standard words. YES is not among ours: to a text of ours it may be the answer to a question.
    private static Profile Replied(Profile profile, CustomerEvent happened) => happened.Data.Text?.Trim().TrimEnd('.', '!').ToUpperInvariant() switch
    {
        "STOP" or "STOPALL" or "UNSUBSCRIBE" or "CANCEL" or "END" or "QUIT" or "REVOKE" or "OPTOUT" =>
            profile with { Permissions = Consenting.Left(profile.Permissions, Channels.Sms, happened.At, "sms reply") },
        "START" or "UNSTOP" =>
            profile with { Permissions = Consenting.Said(profile.Permissions, new Consent(Channels.Sms, true, happened.At, "sms reply")) },
        _ => profile with { Replies = ReplyFolding.With(profile.Replies, happened, Channels.Sms) },
    };
}
