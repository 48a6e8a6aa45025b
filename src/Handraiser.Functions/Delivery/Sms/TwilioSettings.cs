using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Delivery.Sms;

/// <summary>How texts leave through Twilio, read and checked at start.</summary>
public sealed record TwilioSettings
{
    /// <summary>The account: <c>Twilio:AccountSid</c>.</summary>
    public required string AccountSid { get; init; }

    /// <summary>Its token: <c>Twilio:AuthToken</c>.</summary>
    public required string AuthToken { get; init; }

    /// <summary>The number to send from: <c>Twilio:From</c>. Other countries have their own under <c>Twilio:FromByPrefix:+49</c> and so on.</summary>
    public required string From { get; init; }

    /// <summary>Senders by the beginning of the customer's number, longest first.</summary>
    public IReadOnlyList<(string Prefix, string From)> FromByPrefix { get; init; } = [];

    /// <summary>The API's address: <c>Twilio:Host</c>.</summary>
    public Uri Host { get; init; } = new("https://api.twilio.com");

    /// <summary>What one segment costs, in the shop's currency: <c>Twilio:PricePerSegment</c>.</summary>
    public decimal PricePerSegment { get; init; }

    /// <summary>Reads the settings; null when there is no account, so no text is to leave.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says what to do.</exception>
    public static TwilioSettings? Read(IConfiguration settings)
    {
        if (settings["Twilio:AccountSid"] is not { Length: > 0 } account) return null;
        return new TwilioSettings
        {
            AccountSid = account,
            AuthToken = settings["Twilio:AuthToken"] is { Length: > 0 } token ? token : throw new InvalidOperationException("The setting Twilio__AuthToken is missing."),
            From = settings["Twilio:From"] is { Length: > 0 } from ? from : throw new InvalidOperationException("The setting Twilio__From is missing: the number that texts come from, such as +447700900000."),
            FromByPrefix = [.. settings.GetSection("Twilio:FromByPrefix").GetChildren().Where(c => c.Value is { Length: > 0 }).Select(c => (c.Key, c.Value!)).OrderByDescending(c => c.Key.Length)],
            Host = new Uri(settings["Twilio:Host"] is { Length: > 0 } host ? host : "https://api.twilio.com"),
            PricePerSegment = decimal.TryParse(settings["Twilio:PricePerSegment"], CultureInfo.InvariantCulture, out var price) ? price : 0,
        };
    }

    /// <summary>The sender for a number.</summary>
    public string SenderFor(string number) => FromByPrefix.FirstOrDefault(p => number.StartsWith(p.Prefix, StringComparison.Ordinal)).From ?? From;
}
