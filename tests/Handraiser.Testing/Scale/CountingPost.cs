using System.Net;
using System.Text.Json;

namespace Handraiser.Testing.Scale;

/// <summary>Stands for the mail provider: takes every mail, and counts how many came for each action and each address.</summary>
internal sealed class CountingPost : HttpMessageHandler
{
    private readonly Lock gate = new();
    private readonly HashSet<string> actions = new(StringComparer.Ordinal);
    private readonly HashSet<string> addresses = new(StringComparer.Ordinal);

    /// <summary>Mails taken.</summary>
    public long Mails { get; private set; }

    /// <summary>Mails to an address or of an action that had got one already.</summary>
    public long Doubled { get; private set; }

    /// <summary>Forgets what was taken.</summary>
    public void Reset()
    {
        lock (gate)
        {
            (Mails, Doubled) = (0, 0);
            actions.Clear();
            addresses.Clear();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var mail = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var personal = mail.RootElement.GetProperty("personalizations")[0];
        var args = personal.TryGetProperty("custom_args", out var own) ? own : mail.RootElement.GetProperty("custom_args");
        lock (gate)
        {
            Mails++;
            var isNew = addresses.Add(personal.GetProperty("to")[0].GetProperty("email").GetString()!);
            if (!actions.Add(args.GetProperty("action_id").GetString()!) || !isNew) Doubled++;
        }
        return new HttpResponseMessage(HttpStatusCode.Accepted) { RequestMessage = request, Content = new ByteArrayContent([]) };
    }
}
