using System.Globalization;
using Azure;

namespace Handraiser.Testing.Storage;

/// <summary>One message as it stands in a queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">Its text.</param>
/// <param name="Inserted">When it was sent.</param>
/// <param name="Expires">When it vanishes; null for never.</param>
/// <param name="VisibleAt">From when on it can be received.</param>
/// <param name="Dequeued">How often it was received.</param>
/// <param name="Receipt">What whoever received it last must show to change or delete it.</param>
public sealed record MemoryMessage(string Id, string Text, DateTimeOffset Inserted, DateTimeOffset? Expires, DateTimeOffset VisibleAt, int Dequeued, string Receipt);

/// <summary>One queue in memory. Every member is one step of the service.</summary>
/// <param name="clock">Tells what is visible and what has expired.</param>
public sealed class MemoryMessages(TimeProvider clock)
{
    /// <summary>The longest message, in bytes of its encoded form.</summary>
    public const int MostBytes = 64 * 1024;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly Lock gate = new();
    private readonly List<MemoryMessage> messages = [];
    private long ids;
    private long receipts;

    /// <summary>Told whenever a message will be visible from a moment on.</summary>
    public Action<DateTimeOffset>? Visible { get; set; }

    /// <summary>The messages that have not expired, in the order in which they become visible.</summary>
    public List<MemoryMessage> All()
    {
        lock (gate)
        {
            Expire();
            return [.. messages.OrderBy(m => m.VisibleAt)];
        }
    }

    /// <summary>When the next message can be received; null when there is none.</summary>
    public DateTimeOffset? NextVisible
    {
        get
        {
            lock (gate)
            {
                Expire();
                return messages.Count == 0 ? null : messages.Min(m => m.VisibleAt);
            }
        }
    }

    /// <summary>Adds a message.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="life">How long it lives: seven days by default, for ever when negative.</param>
    public MemoryMessage Send(string text, TimeSpan? delay, TimeSpan? life)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(text) > MostBytes) throw new RequestFailedException(413, "RequestBodyTooLarge", "RequestBodyTooLarge", null);
        MemoryMessage sent;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            sent = new MemoryMessage(
                string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{++ids:000000000000}"), text, now,
                life < TimeSpan.Zero ? null : now + (life ?? Week), now + (delay ?? TimeSpan.Zero), 0, Receipt());
            messages.Add(sent);
        }
        Visible?.Invoke(sent.VisibleAt);
        return sent;
    }

    /// <summary>Receives up to so many visible messages and hides them for a while.</summary>
    public List<MemoryMessage> Receive(int most, TimeSpan hide)
    {
        var received = new List<MemoryMessage>();
        lock (gate)
        {
            Expire();
            var now = clock.GetUtcNow();
            foreach (var message in messages.Where(m => m.VisibleAt <= now).OrderBy(m => m.VisibleAt).ThenBy(m => m.Id, StringComparer.Ordinal).Take(most).ToList())
            {
                var taken = message with { Dequeued = message.Dequeued + 1, VisibleAt = now + hide, Receipt = Receipt() };
                messages[messages.IndexOf(message)] = taken;
                received.Add(taken);
            }
        }
        foreach (var message in received) Visible?.Invoke(message.VisibleAt);
        return received;
    }

    /// <summary>Changes a message's text (where one is given) and hides it for a while from now.</summary>
    public MemoryMessage Update(string id, string receipt, string? text, TimeSpan hide)
    {
        MemoryMessage updated;
        lock (gate)
        {
            var message = Held(id, receipt);
            updated = message with { Text = text ?? message.Text, VisibleAt = clock.GetUtcNow() + hide, Receipt = Receipt() };
            messages[messages.IndexOf(message)] = updated;
        }
        Visible?.Invoke(updated.VisibleAt);
        return updated;
    }

    /// <summary>Deletes a message.</summary>
    public void Delete(string id, string receipt)
    {
        lock (gate) messages.Remove(Held(id, receipt));
    }

    private MemoryMessage Held(string id, string receipt)
    {
        Expire();
        var message = messages.Find(m => m.Id == id) ?? throw new RequestFailedException(404, "MessageNotFound", "MessageNotFound", null);
        return message.Receipt == receipt ? message : throw new RequestFailedException(400, "PopReceiptMismatch", "PopReceiptMismatch", null);
    }

    private void Expire()
    {
        var now = clock.GetUtcNow();
        messages.RemoveAll(m => m.Expires <= now);
    }

    private string Receipt() => (++receipts).ToString("D12", CultureInfo.InvariantCulture);
}
