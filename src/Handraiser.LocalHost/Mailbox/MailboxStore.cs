using System.Text.Json.Serialization;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>
/// The caught mails: in memory, and line by line in a file, so that they survive the host's death. What the provider still has to tell of
/// them survives too.
/// </summary>
public sealed class MailboxStore : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<CaughtMail> mails = [];
    private readonly Dictionary<string, CaughtMail> byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> untold = new(StringComparer.Ordinal);
    private readonly JsonLines<Line> file;

    /// <summary>Opens the mailbox of a file, which need not exist.</summary>
    public MailboxStore(string path) => file = new JsonLines<Line>(path, MailboxJson.Default.Line, Replay);

    /// <summary>All mails, oldest first.</summary>
    public IReadOnlyList<CaughtMail> All
    {
        get
        {
            lock (gate) return [.. mails];
        }
    }

    /// <summary>Mails that were taken over but whose delivery was not told yet.</summary>
    public IReadOnlyList<CaughtMail> Untold
    {
        get
        {
            lock (gate) return [.. mails.Where(m => untold.Contains(m.Id))];
        }
    }

    /// <summary>Mails beyond the first for the same customer, template and occasion: there must be none.</summary>
    public int Duplicates => All.Where(m => m.CustomerId is not null).GroupBy(m => (m.CustomerId, m.Template, m.Occasion)).Sum(g => g.Count() - 1);

    /// <summary>One mail; null when there is none.</summary>
    public CaughtMail? Find(string id)
    {
        lock (gate) return byId.GetValueOrDefault(id);
    }

    /// <summary>Keeps a mail. When the call returns it is in the file.</summary>
    public void Add(CaughtMail mail)
    {
        lock (gate)
        {
            Remember(mail);
            file.Write(new Line(mail, null));
        }
    }

    /// <summary>Notes that the provider told what became of these mails.</summary>
    public void Told(IEnumerable<string> ids)
    {
        lock (gate)
        {
            foreach (var id in ids)
            {
                if (untold.Remove(id)) file.Write(new Line(null, id));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Remember(CaughtMail mail)
    {
        mails.Add(mail);
        byId[mail.Id] = mail;
        untold.Add(mail.Id);
    }

    private void Replay(Line line)
    {
        if (line.Mail is { } mail) Remember(mail);
        if (line.Told is { } told) untold.Remove(told);
    }

    internal sealed record Line([property: JsonPropertyName("mail")] CaughtMail? Mail, [property: JsonPropertyName("told")] string? Told);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MailboxStore.Line))]
[JsonSerializable(typeof(CaughtText))]
internal sealed partial class MailboxJson : JsonSerializerContext;
