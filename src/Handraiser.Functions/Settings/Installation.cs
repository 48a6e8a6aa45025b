using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Settings;

/// <summary>Settings of the whole installation.</summary>
public sealed record Installation
{
    /// <summary>The key under which customers' names become ids; 32 bytes or more. Never change it: every customer would become a stranger.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The key that every operator's route asks for.</summary>
    public required string OperatorKey { get; init; }

    /// <summary>The key that <c>POST /api/events</c> asks for.</summary>
    public required string EventsKey { get; init; }

    /// <summary>Reads and checks the settings <c>Installation:Key</c>, <c>Keys:Operator</c> and <c>Keys:Events</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or too weak; the message says what to do.</exception>
    public static Installation From(IConfiguration settings)
    {
        var key = Secret(settings, "Installation:Key", "the base64 of at least 32 random bytes, made once (openssl rand -base64 32) and never changed");
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(key);
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException("The setting Installation__Key is not base64. Make one with: openssl rand -base64 32", e);
        }
        if (bytes.Length < 32) throw new InvalidOperationException($"The setting Installation__Key has {bytes.Length} bytes; it needs at least 32. Make one with: openssl rand -base64 32");
        return new Installation
        {
            Key = bytes,
            OperatorKey = Secret(settings, "Keys:Operator", "a long random text that operators send as x-functions-key"),
            EventsKey = Secret(settings, "Keys:Events", "a long random text that senders of POST /api/events send as x-functions-key"),
        };
    }

    private static string Secret(IConfiguration settings, string name, string what) => settings[name] is { Length: >= 16 } value
        ? value
        : throw new InvalidOperationException($"The setting {name.Replace(":", "__", StringComparison.Ordinal)} is missing or shorter than 16 characters. Set it to {what}.");
}
