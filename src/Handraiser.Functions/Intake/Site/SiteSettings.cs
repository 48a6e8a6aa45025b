using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Intake.Site;

/// <summary>The shop's own site, from the section <c>Site</c>; without an origin it is switched off.</summary>
public sealed record SiteSettings
{
    /// <summary>The origins whose pages may tell, exactly as browsers name them: <c>Site:Origins:0</c> and on, such as <c>https://shop.example</c>.</summary>
    public IReadOnlySet<string> Origins { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How many posts one browser may send in a minute: <c>Site:PerMinute</c>.</summary>
    public int PerMinute { get; init; } = 60;

    /// <summary>How many posts may come from one network address in a minute, behind which a whole office may sit: <c>Site:PerMinuteOfAddress</c>.</summary>
    public int PerMinuteOfAddress { get; init; } = 600;

    /// <summary>How many proxies of ours stand before the app, each of which adds an address to <c>X-Forwarded-For</c>: <c>Site:Proxies</c>. Azure's own front is one.</summary>
    public int Proxies { get; init; } = 1;

    /// <summary>How long the token in a mail's link tells who came: <c>Site:TokenDays</c>.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether the site may tell anything at all.</summary>
    public bool IsOn => Origins.Count > 0;

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message says what to do.</exception>
    public static SiteSettings From(IConfiguration settings)
    {
        var section = settings.GetSection("Site");
        return new SiteSettings
        {
            Origins = section.GetSection("Origins").GetChildren().Where(c => c.Value is { Length: > 0 }).Select(c => Origin(c.Path, c.Value!)).ToHashSet(StringComparer.Ordinal),
            PerMinute = Number(section, nameof(PerMinute), 60, least: 1),
            PerMinuteOfAddress = Number(section, nameof(PerMinuteOfAddress), 600, least: 1),
            Proxies = Number(section, nameof(Proxies), 1, least: 0),
            TokenLife = TimeSpan.FromDays(Number(section, "TokenDays", 30, least: 1)),
        };
    }

    /// <summary>Whether a link leads to one of the shop's own pages.</summary>
    public bool Owns(Uri link) => Origins.Contains(link.GetLeftPart(UriPartial.Authority));

    private static string Origin(string path, string told) =>
        Uri.TryCreate(told, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.GetLeftPart(UriPartial.Authority) == told
            ? told
            : throw new InvalidOperationException($"The setting {Spelt(path)} is not an origin. Set it to scheme, host and, where it is unusual, port, in lower case and without a slash at the end, such as https://shop.example.");

    private static int Number(IConfigurationSection section, string name, int otherwise, int least)
    {
        if (section[name] is not { Length: > 0 } text) return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= 100_000
            ? value
            : throw new InvalidOperationException($"The setting {Spelt($"{section.Path}:{name}")} must be a whole number from {least} to 100000.");
    }

    private static string Spelt(string path) => path.Replace(":", "__", StringComparison.Ordinal);
}
