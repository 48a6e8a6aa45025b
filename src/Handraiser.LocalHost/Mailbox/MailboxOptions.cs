namespace Handraiser.LocalHost.Mailbox;

/// <summary>Where the mailbox keeps mails and whom it tells of them.</summary>
public sealed record MailboxOptions
{
    /// <summary>The folder of the mailbox's file and key.</summary>
    public required string Folder { get; init; }

    /// <summary>Where SendGrid's events go; asked when the first is posted, since the host may listen on a free port.</summary>
    public required Func<Uri> Webhook { get; init; }

    /// <summary>The private key that signs the events, PKCS#8 base64; null makes one and keeps it in <see cref="Folder"/>.</summary>
    public string? SigningKey { get; init; }

    /// <summary>Whether each caught mail is told as processed and delivered at once.</summary>
    public bool DeliversAtOnce { get; init; } = true;
}
