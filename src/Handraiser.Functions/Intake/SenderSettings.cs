using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Intake;

/// <summary>
/// One sender's settings, from <c>Senders:&lt;Name&gt;</c>: <c>Secrets:0</c> and <c>Secrets:1</c> (two at a time, so that one can be
/// replaced without a gap; for Amazon the allowed <c>Topics</c>), <c>Enabled</c>, <c>Tolerance</c> (hours:minutes:seconds, or seconds alone), and what one sender alone knows.
/// </summary>
/// <param name="Enabled">Whether the door is open to this sender.</param>
/// <param name="Secrets">The secrets in force.</param>
/// <param name="Tolerance">How old a signed stamp may be.</param>
/// <param name="Others">Every other setting of the section; names are case-insensitive.</param>
public sealed record SenderSettings(bool Enabled, IReadOnlyList<string> Secrets, TimeSpan Tolerance, IReadOnlyDictionary<string, string> Others)
{
    /// <summary>Reads a section.</summary>
    /// <exception cref="FormatException">A value cannot be read; the message names the setting.</exception>
    public static SenderSettings Read(IConfigurationSection section, TimeSpan tolerance)
    {
        var secrets = section.GetSection("Secrets").GetChildren().Concat(section.GetSection("Topics").GetChildren()).Select(c => c.Value?.Trim()).OfType<string>().Where(s => s.Length > 0).ToArray();
        var others = section.GetChildren().Where(c => c.Value is { Length: > 0 }).ToDictionary(c => c.Key, c => c.Value!, StringComparer.OrdinalIgnoreCase);
        return new SenderSettings(Flag(section, "Enabled", otherwise: true), secrets, Duration(section, "Tolerance", tolerance), others);
    }

    /// <summary>A setting of this sender alone, or null.</summary>
    public string? Other(string name) => Others.GetValueOrDefault(name);

    /// <summary>Whether a setting of this sender alone is <c>true</c>.</summary>
    public bool IsOn(string name) => bool.TryParse(Other(name), out var on) && on;

    private static bool Flag(IConfigurationSection section, string name, bool otherwise) => section[name] switch
    {
        null or "" => otherwise,
        var text when bool.TryParse(text, out var value) => value,
        _ => throw new FormatException($"The setting {section.Path}:{name} must be true or false."),
    };

    private static TimeSpan Duration(IConfigurationSection section, string name, TimeSpan otherwise)
    {
        if (section[name] is not { Length: > 0 } text) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(seconds);
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value > TimeSpan.Zero) return value;
        throw new FormatException($"The setting {section.Path}:{name} must be a duration such as 00:05:00, or a number of seconds.");
    }
}
