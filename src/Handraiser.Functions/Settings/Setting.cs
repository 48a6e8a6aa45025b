namespace Handraiser.Functions.Settings;

/// <summary>What a setting's text must be.</summary>
public enum SettingKind
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>A text that nobody may see.</summary>
    Secret,
    /// <summary>The base64 of at least 32 random bytes; a secret, too.</summary>
    Key,
    /// <summary>An address that begins with http:// or https://.</summary>
    WebAddress,
    /// <summary>A web address that nobody may see, because knowing it is enough to use it.</summary>
    SecretWebAddress,
    /// <summary>An e-mail address.</summary>
    EmailAddress,
    /// <summary>A whole number above 0.</summary>
    WholeNumber,
    /// <summary>A number of at least 0, with a point for decimals.</summary>
    Amount,
    /// <summary>true or false.</summary>
    Flag,
    /// <summary>Hours:minutes:seconds, or seconds alone.</summary>
    Duration,
    /// <summary>A path of the shop's site, an equals sign, and a category.</summary>
    PathAndCategory,
}

/// <summary>One setting, as documentation and the check at start know it.</summary>
/// <param name="Name">As it is written in the environment, with two underscores between parts. A part in braces stands for any: a number, a sender, a prefix.</param>
/// <param name="Kind">What its text must be.</param>
/// <param name="Meaning">What it is for, and where to find its value, in a sentence.</param>
public sealed record Setting(string Name, SettingKind Kind, string Meaning)
{
    /// <summary>Whether nothing starts without it.</summary>
    public bool Required { get; init; }

    /// <summary>The setting whose presence makes this one necessary, or null.</summary>
    public string? NeededWith { get; init; }

    /// <summary>What holds where it is not set, in words; null where that is nothing.</summary>
    public string? Otherwise { get; init; }

    /// <summary>The fewest characters; a shorter secret can be guessed.</summary>
    public int Shortest { get; init; }

    /// <summary>A value that shows the form, never one in use.</summary>
    public string? Example { get; init; }

    /// <summary>Whether it belongs into a vault.</summary>
    public bool IsSecret => Kind is SettingKind.Secret or SettingKind.Key or SettingKind.SecretWebAddress;

    /// <summary>Whether a name, with colons or underscores between parts, is this setting's; upper and lower case are one.</summary>
    public bool IsNamed(string name)
    {
        var told = Parts(name);
        var own = Parts(Name);
        return told.Length == own.Length && own.Zip(told).All(p => p.First.StartsWith('{') ? p.Second.Length > 0 : p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase));
    }

    internal static string[] Parts(string name) => name.Replace("__", ":", StringComparison.Ordinal).Split(':');

    internal static string Written(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}
