using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What became of our e-mail, opens and clicks aside.</summary>
internal static class MailFolding
{
    public static Profile Fold(Profile profile, CustomerEvent happened) => happened.Kind switch
    {
EventKinds.EmailSent => profile with { Email = profile.Email with { Sent = profile.Email.Sent + 1, Messages = Noted(profile.Email, happened) } },
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
            Email = profile.Email with { Delivered = profile.Email.Delivered + 1, LastDelivered = last, Messages = Noted(profile.Email, happened) },
            Permissions = Bouncing.Delivered(profile.Permissions, Channels.Email, happened.At),
        };
    }

    private static ImmutableArray<MessageSeen> Noted(Engagement mail, CustomerEvent happened) => Engaging.Note(mail.Messages, Remembering.MessageOf(happened), happened.Data.Campaign, happened.At);
}
