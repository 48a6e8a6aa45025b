using System.Text;
using Handraiser.Functions.Intake;
using Microsoft.Extensions.Configuration;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>
/// The caught texts, in memory and in a file beside the mails, and what a customer or a network does with one: each button posts what
/// Twilio would, signed as Twilio signs.
/// </summary>
public sealed class TextBox : IDisposable
{
    private readonly MailboxOptions options;
    private readonly IConfiguration settings;
    private readonly Lock gate = new();
    private readonly List<CaughtText> texts = [];
    private readonly JsonLines<CaughtText> file;
    private readonly HttpClient http = new();

    /// <summary>Opens the texts of the mailbox's folder, which need not exist.</summary>
    public TextBox(MailboxOptions options, IConfiguration settings)
    {
        (this.options, this.settings) = (options, settings);
        file = new JsonLines<CaughtText>(Path.Combine(options.Folder, "texts.jsonl"), MailboxJson.Default.CaughtText, texts.Add);
    }

    /// <summary>All, oldest first.</summary>
    public IReadOnlyList<CaughtText> All
    {
        get
        {
            lock (gate) return [.. texts];
        }
    }

    /// <summary>What a segment costs, in the shop's currency.</summary>
    public decimal PricePerSegment => decimal.TryParse(settings["Twilio:PricePerSegment"], System.Globalization.CultureInfo.InvariantCulture, out var price) ? price : 0;

    /// <summary>Keeps a text. When the call returns it is in the file.</summary>
    public void Add(CaughtText text)
    {
        lock (gate)
        {
            texts.Add(text);
            file.Write(text);
        }
    }

    /// <summary>One of them; null when there is none.</summary>
    public CaughtText? Find(string sid) => All.FirstOrDefault(t => t.Sid == sid);

    /// <summary>Does it; what was done, in words, or null when there is no such thing to do.</summary>
    /// <exception cref="HttpRequestException">The application did not take it.</exception>
    public async Task<string?> DoAsync(CaughtText text, string verb, string words, CancellationToken cancellation)
    {
        switch (verb)
        {
            case "delivered" or "failed":
                await PostAsync(new Uri(text.Callback), [("MessageSid", text.Sid), ("MessageStatus", verb), ("To", text.To), ("From", text.From), .. verb == "failed" ? [("ErrorCode", "30003")] : Array.Empty<(string, string)>()], cancellation);
                return verb == "failed" ? "Told as failed." : "Told as delivered.";
            case "reply" or "stop" or "start":
                var said = verb == "reply" ? words : verb.ToUpperInvariant();
                await PostAsync(new Uri(options.Webhook(), "twilio"), [("MessageSid", "SM" + Guid.NewGuid().ToString("N")), ("SmsStatus", "received"), ("From", text.To), ("To", text.From), ("Body", said)], cancellation);
                return $"Answered: {said}";
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        file.Dispose();
    }

    private async Task PostAsync(Uri url, (string Name, string Value)[] fields, CancellationToken cancellation)
    {
        // The address as it was given, then every field's name and value in the order of names (Twilio, "Webhooks security").
        var signed = url.AbsoluteUri + string.Concat(fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => f.Name + f.Value));
        var signature = Signatures.HmacSha1(settings["Twilio:AuthToken"] ?? "", Encoding.UTF8.GetBytes(signed));
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Add("X-Twilio-Signature", Convert.ToBase64String(signature));
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }
}
