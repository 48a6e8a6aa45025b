namespace Handraiser.LocalHost.Mailbox;

/// <summary>One message of a conversation: a mail or a text.</summary>
/// <param name="At">When it was caught, UTC.</param>
/// <param name="Mail">The mail; null for a text.</param>
/// <param name="Text">The text; null for a mail.</param>
internal sealed record Caught(DateTimeOffset At, CaughtMail? Mail, CaughtText? Text);

/// <summary>All that was caught for one customer, mails and texts, oldest first.</summary>
internal static class Conversation
{
    /// <summary>What went to an address or a number, and what went to the same customers at another.</summary>
    public static IReadOnlyList<Caught> Of(string to, IReadOnlyList<CaughtMail> mails, IReadOnlyList<CaughtText> texts)
    {
        var customers = mails.Where(m => m.To == to).Select(m => m.CustomerId).Concat(texts.Where(t => t.To == to).Select(t => t.CustomerId)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        bool IsTheirs(string address, string? customer) => address == to || (customer is not null && customers.Contains(customer));
        return
        [
            .. mails.Where(m => IsTheirs(m.To, m.CustomerId)).Select(m => new Caught(m.At, m, null))
                .Concat(texts.Where(t => IsTheirs(t.To, t.CustomerId)).Select(t => new Caught(t.At, null, t)))
                .OrderBy(c => c.At),
        ];
    }
}
