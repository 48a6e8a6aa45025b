using System.Collections.Immutable;
using Handraiser.Events;

namespace Handraiser.Profiles;

/// <summary>What became of our e-mail, opens and clicks aside.</summary>
internal static class MailFolding
{
    /// <summary>How many sending domains are told apart on one profile; mail of further ones counts as the installation's own.</summary>
    private const int DomainsKept = 8;
    private const int LongestDomain = 253;

    public static Profile Fold(Profile profile, CustomerEvent happened) => happened.Kind switch
    {
        EventKinds.EmailSent => Sent(profile, happened),
        EventKinds.EmailDelivered => Delivered(profile, happened),
        EventKinds.EmailReplied => profile with
        {
            Email = profile.Email with { Replies = profile.Email.Replies + 1 },
            Replies = ReplyFolding.With(profile.Replies, happened, Channels.Email),
        },
        EventKinds.EmailBounced => profile with { Email = Bounced(profile.Email, happened), Permissions = Bouncing.Bounced(profile.Permissions, Channels.Email, happened.Data.Bounce ?? BounceKind.Soft, happened.At, profile.Email.LastDelivered) },
        EventKinds.EmailDropped => profile with { Permissions = Bouncing.Dropped(profile.Permissions, happened) },
        _ => profile,
    };

    private static Profile Sent(Profile profile, CustomerEvent happened)
    {
        var marks = Noted(profile.Email, happened);
        return profile with
        {
            Email = profile.Email with
            {
                Sent = profile.Email.Sent + 1,
                Messages = marks.Messages,
                Marks = marks,
                ByDomain = ByDomain(profile.Email, happened, sent: 1),
            },
        };
    }

    private static Profile Delivered(Profile profile, CustomerEvent happened)
    {
        var last = Times.Later(profile.Email.LastDelivered, happened.At);
        var marks = Noted(profile.Email, happened);
        profile = profile.ToChange();
        profile.Permissions = Bouncing.Delivered(profile.Permissions, Channels.Email, happened.At);
        profile.Email = profile.Email with
        {
            Delivered = profile.Email.Delivered + 1,
            LastDelivered = last,
            Messages = marks.Messages,
            Marks = marks,
            ByDomain = ByDomain(profile.Email, happened, delivered: 1),
        };
        return profile;
    }

    /// <summary>A message was called spam.</summary>
    public static Engagement Complained(Engagement mail, CustomerEvent happened) => !IsNews(happened)
        ? mail
        : mail with { Complaints = mail.Complaints + 1, ByDomain = ByDomain(mail, happened, complaints: 1) };

    /// <summary>The counts by domain of two rows made one.</summary>
    public static ImmutableArray<DomainCounts> Together(ImmutableArray<DomainCounts> a, ImmutableArray<DomainCounts> b) =>
        b.IsEmpty ? a : [.. a.Concat(b).GroupBy(d => d.Domain, StringComparer.Ordinal).Select(g => g.Aggregate((x, y) => x.Plus(y))).OrderBy(d => d.Domain, StringComparer.Ordinal).Take(DomainsKept)];

    private static Engagement Bounced(Engagement mail, CustomerEvent happened) => happened.Data.Bounce != BounceKind.Hard || !IsNews(happened)
        ? mail
        : mail with { HardBounces = mail.HardBounces + 1, ByDomain = ByDomain(mail, happened, hardBounces: 1) };

    /// <summary>Whether it tells how sending does now: imported history stops nobody.</summary>
    private static bool IsNews(CustomerEvent happened) => happened.ReceivedAt - happened.At < TimeSpan.FromDays(7);

    private static ImmutableArray<DomainCounts> ByDomain(Engagement mail, CustomerEvent happened, int sent = 0, int delivered = 0, int complaints = 0, int hardBounces = 0) =>
        happened.Data.From is { Length: <= LongestDomain } from ? Together(mail.ByDomain, [new DomainCounts(from, sent, delivered, complaints, hardBounces)]) : mail.ByDomain;

    private static MessageMarks Noted(Engagement mail, CustomerEvent happened) => Engaging.Note(mail, Remembering.MessageOf(happened), happened.Data.Campaign, happened.At);
}
