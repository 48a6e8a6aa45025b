using System.Text.Json.Serialization;
using Handraiser.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>A text that was caught instead of Twilio sending it.</summary>
/// <param name="Sid">Twilio's id of it.</param>
/// <param name="To">The customer's number.</param>
/// <param name="From">The shop's number for that country.</param>
/// <param name="Text">The words.</param>
/// <param name="Callback">Where its state is told.</param>
/// <param name="At">When it was caught, UTC.</param>
public sealed record CaughtText(string Sid, string To, string From, string Text, string Callback, DateTimeOffset At)
{
    /// <summary>How many are billed.</summary>
    [JsonIgnore] public int Segments => SmsMessage.Of(Text).Segments;

    /// <summary>The customer's id, which the callback's address carries; null when it carries none.</summary>
    [JsonIgnore] public string? CustomerId => Uri.TryCreate(Callback, UriKind.Absolute, out var uri) && QueryHelpers.ParseQuery(uri.Query).TryGetValue("customer_id", out var id) ? id.ToString() : null;
}
