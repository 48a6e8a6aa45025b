using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Delivery.Email;

/// <summary>How mails leave through SendGrid, read and checked at start.</summary>
public sealed record SendGridSettings
{
    /// <summary>The API key: <c>SendGrid:ApiKey</c>.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The API's address: <c>SendGrid:Host</c>; <c>https://api.eu.sendgrid.com</c> keeps mails in the EU.</summary>
    public string Host { get; init; } = "https://api.sendgrid.com";

    /// <summary>The verified sender: <c>Mail:From</c>.</summary>
    public required string From { get; init; }

    /// <summary>Where answers go, when not to the sender: <c>Mail:ReplyTo</c>.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether SendGrid checks mails but sends none: <c>SendGrid:Sandbox</c>.</summary>
    public bool Sandbox { get; init; }

    /// <summary>The unsubscribe group: <c>SendGrid:AsmGroup</c>. Only set it when it exists, for SendGrid suppresses globally what names a group that does not.</summary>
    public int? AsmGroup { get; init; }

    /// <summary>The most mails a second and instance: <c>SendGrid:PerSecond</c>.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>How long a call may take before its outcome counts as unknown: <c>SendGrid:TimeoutSeconds</c>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the settings; null when there is no key, so no mail is to leave.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says what to do.</exception>
    public static SendGridSettings? Read(IConfiguration settings)
    {
        if (settings["SendGrid:ApiKey"] is not { Length: > 0 } key) return null;
        var host = settings["SendGrid:Host"] is { Length: > 0 } set ? set : "https://api.sendgrid.com";
        if (!Uri.TryCreate(host, UriKind.Absolute, out _)) throw new InvalidOperationException("The setting SendGrid__Host is not a web address. Leave it out, or set it to https://api.eu.sendgrid.com.");
        return new SendGridSettings
        {
            ApiKey = key,
            Host = host,
            From = Profiles.Identity.NormalEmail(settings["Mail:From"]) ?? throw new InvalidOperationException("The setting Mail__From is missing or no e-mail address. Set it to the sender that is verified at SendGrid."),
            ReplyTo = settings["Mail:ReplyTo"],
            Sandbox = settings["SendGrid:Sandbox"] is { } sandbox && bool.TryParse(sandbox, out var on) && on,
            AsmGroup = Number(settings, "SendGrid:AsmGroup"),
            PerSecond = Number(settings, "SendGrid:PerSecond") ?? 100,
            Timeout = TimeSpan.FromSeconds(Number(settings, "SendGrid:TimeoutSeconds") ?? 30),
        };
    }

    private static int? Number(IConfiguration settings, string name) => settings[name] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        _ => throw new InvalidOperationException($"The setting {name.Replace(":", "__", StringComparison.Ordinal)} is not a whole number above 0."),
    };
}
