using System.Text;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.SendGrid;

/// <summary>One of SendGrid's events: their name, our kind, and what stands before their id in ours.</summary>
internal sealed class SendGridKind(string theirs, string ours)
{
    /// <summary>Those that are about a customer, the frequent ones first.</summary>
    private static readonly SendGridKind[] All =
    [
        new("delivered", EventKinds.EmailDelivered),
        new("processed", EventKinds.EmailSent),
        new("open", EventKinds.EmailOpened),
        new("click", EventKinds.EmailClicked),
        new("deferred", EventKinds.EmailDeferred),
        new("bounce", EventKinds.EmailBounced),
        new("dropped", EventKinds.EmailDropped),
        new("spamreport", EventKinds.EmailComplained),
        new("unsubscribe", EventKinds.EmailUnsubscribed),
        new("group_unsubscribe", EventKinds.EmailUnsubscribed),
        new("group_resubscribe", EventKinds.EmailResubscribed),
    ];

    private readonly byte[] name = Encoding.ASCII.GetBytes(theirs);
    private readonly byte[] kind = Encoding.ASCII.GetBytes(ours);
    private readonly byte[] prefix = Encoding.ASCII.GetBytes($"sendgrid:{theirs}:");

    public string Theirs => theirs;

    public string Ours => ours;

    public ReadOnlySpan<byte> Kind => kind;

    public ReadOnlySpan<byte> IdPrefix => prefix;

    /// <summary>The event of this name; null when there is none.</summary>
    public static SendGridKind? Find(ReadOnlySpan<byte> told)
    {
        foreach (var one in All)
        {
            if (told.SequenceEqual(one.name)) return one;
        }
        return null;
    }
}
