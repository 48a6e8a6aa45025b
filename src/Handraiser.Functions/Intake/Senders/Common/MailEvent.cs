using System.Text.Json;
using Handraiser.Events;

namespace Handraiser.Functions.Intake.Senders.Common;

/// <summary>What all e-mail providers tell, in one form.</summary>
internal static class MailEvent
{
    private const int LongestReason = 200;

    /// <summary>
    /// An event of one mail. <paramref name="arguments"/> is the map that our own mails carry: <c>action_id</c>, <c>customer_id</c> and
    /// <c>campaign</c>; values may stand in lists.
    /// </summary>
    /// <exception cref="MalformedException">Neither an address nor a customer is told.</exception>
    public static CustomerEvent Of(WebhookRequest request, string sender, string kind, string id, DateTimeOffset at, string? email, JsonElement arguments, EventData data)
    {
        var customer = Argument(arguments, "customer_id");
        var address = Address(email);
        if (address is null && customer is null) throw new MalformedException("recipient", "an address is expected");
        return new CustomerEvent
        {
            Id = id,
            Kind = kind,
            At = at,
            ReceivedAt = request.Now,
            Source = sender,
            Customer = new Identifiers { Email = address, Id = customer },
            Data = data with
            {
                ActionId = Argument(arguments, "action_id"),
                Campaign = Argument(arguments, "campaign") ?? data.Campaign,
                From = DomainOf(data.From),
                MessageId = data.MessageId?.Trim('<', '>'),
                Reason = data.Reason is { Length: > LongestReason } told ? told[..LongestReason] : data.Reason,
            },
        };
    }

    /// <summary>The address in <c>Ann Lee &lt;ann@example.org&gt;</c>, or the text itself.</summary>
    public static string? Address(string? told)
    {
        if (told is null) return null;
        var open = told.LastIndexOf('<');
        var close = told.LastIndexOf('>');
        return open >= 0 && close > open ? told[(open + 1)..close] : told.Trim();
    }

    /// <summary>The domain of the address that a mail came from; null where none is told.</summary>
    private static string? DomainOf(string? from) =>
        Address(from) is { } address && address.LastIndexOf('@') is >= 0 and var at && at < address.Length - 1 ? address[(at + 1)..].ToLowerInvariant() : null;

    private static string? Argument(JsonElement arguments, string name)
    {
        // Resend's older form is a list of names and values.
        if (arguments.ValueKind == JsonValueKind.Array)
        {
            foreach (var pair in arguments.EnumerateArray())
            {
                if (pair.Text("name") == name) return pair.Text("value");
            }
            return null;
        }
        var value = arguments.Part(name);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(v => v.AsText(name)).FirstOrDefault() : arguments.Text(name);
    }
}
