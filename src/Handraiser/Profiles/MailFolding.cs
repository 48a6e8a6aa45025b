using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What became of our e-mail, opens and clicks aside.</summary>
internal static class MailFolding
{
    public static Profile Fold(Profile profile, CustomerEvent happened) => happened.Kind switch
    {
        EventKinds.EmailSent => profile with { Email = Noted(profile.Email with { Sent = profile.Email.Sent + 1 }, happened) },
        EventKinds.EmailDelivered => Delivered(profile, happened),
        EventKinds.EmailReplied => profile with { Email = profile.Email with { Replies = profile.Email.Replies + 1 } },
        EventKinds.EmailBounced => profile with { Permissions = Bouncing.Bounced(profile.Permissions, Channels.Email, happened.Data.Bounce ?? BounceKind.Soft, happened.At, profile.Email.LastDelivered) },
        EventKinds.EmailDropped => profile with { Permissions = Bouncing.Dropped(profile.Permissions, happened) },
        _ => profile,
    };

    private static Profile Delivered(Profile profile, CustomerEvent happened)
    {
        var last = Times.Later(profile.Email.LastDelivered, happened.At);
        return profile with
        {
            Email = Noted(profile.Email with { Delivered = profile.Email.Delivered + 1, LastDelivered = last }, happened),
            Permissions = Bouncing.Delivered(profile.Permissions, Channels.Email, happened.At),
        };
    }

    private static Engagement Noted(Engagement mail, CustomerEvent happened) => Engaging.Note(mail, Remembering.MessageOf(happened), happened.Data.Campaign, happened.At);
}
