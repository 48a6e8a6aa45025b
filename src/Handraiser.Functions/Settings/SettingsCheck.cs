using System.Globalization;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Profiles;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Settings;

/// <summary>Holds what is set against <see cref="AllSettings"/>. No sentence ever quotes a value: it may be a secret.</summary>
public static class SettingsCheck
{
    private const string UnresolvedReference = "@Microsoft.KeyVault(";
    private static readonly string[] s_addresses = ["DataStorage__tableServiceUri", "DataStorage__queueServiceUri", "DataStorage__blobServiceUri"];
    private static readonly string[] s_roots = [.. AllSettings.List.Select(s => Setting.Parts(s.Name)[0]).Distinct()];

    /// <summary>Checks everything at once, so that a newcomer does not mend one setting a start.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or wrong; the message has a line for each, which says what to do.</exception>
    public static void Demand(IConfiguration settings)
    {
        var problems = Problems(settings);
        if (problems.Count > 0) throw new InvalidOperationException($"The settings are not complete (docs/settings.md):\n{string.Join('\n', problems.Select(p => $"- {p}"))}");
    }

    /// <summary>What keeps the application from starting, a sentence each with what to do.</summary>
    public static IReadOnlyList<string> Problems(IConfiguration settings)
    {
        var set = Set(settings);
        var problems = set.Select(s => (s.Name, Complaint: Find(s.Name) is { } setting ? Complaint(setting, s.Value) : null))
            .Where(s => s.Complaint is not null).Select(s => $"{s.Name} {s.Complaint}").ToList();
        problems.AddRange(AllSettings.List.Where(s => s.Required && !Has(s.Name)).Select(s => $"{s.Name} is missing. {s.Meaning}"));
        problems.AddRange(AllSettings.List.Where(s => s.NeededWith is { } other && Has(other) && !Has(s.Name)).Select(s => $"{s.Name} is missing, and {s.NeededWith} is set. {s.Meaning}"));
        if (!Has("DataStorage")) problems.AddRange(s_addresses.Where(name => !Has(name)).Select(name => $"{name} is missing. Set it to the service's address, or set DataStorage to a connection string."));
        return problems;

        bool Has(string name) => set.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Names that look like ours and are none: likely misspelled. They keep nothing from starting, so that an older version runs with a newer one's settings.</summary>
    public static IReadOnlyList<string> Strangers(IConfiguration settings) =>
        [.. Set(settings).Where(s => Find(s.Name) is null).Select(s => $"{s.Name} is no setting; did you mean {Nearest(s.Name)}?")];

    /// <summary>The setting of this name, or null.</summary>
    public static Setting? Find(string name) => AllSettings.List.FirstOrDefault(s => s.IsNamed(name));

    private static List<(string Name, string Value)> Set(IConfiguration settings) =>
        [.. s_roots.SelectMany(root => settings.GetSection(root).AsEnumerable()).Where(s => s.Value is { Length: > 0 }).Select(s => (Setting.Written(s.Key), s.Value!.Trim())).OrderBy(s => s.Item1, StringComparer.Ordinal)];

    private static string? Complaint(Setting setting, string value)
    {
        // The platform leaves the reference itself when the vault does not answer. As a secret it could be guessed.
        if (value.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase))
            return "refers to a secret that could not be read. Put the secret into the vault, give the app's identity the role Key Vault Secrets User, and restart.";
        if (value.Length < setting.Shortest) return $"is shorter than {setting.Shortest} characters and could be guessed. {setting.Meaning}";
        return IsOfKind(setting.Kind, value) ? null : $"is not {Form(setting.Kind)}. {setting.Meaning}";
    }

    private static bool IsOfKind(SettingKind kind, string value) => kind switch
    {
        SettingKind.Key => Convert.TryFromBase64String(value, new byte[value.Length], out var length) && length >= 32,
        SettingKind.WebAddress or SettingKind.SecretWebAddress => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https",
        SettingKind.EmailAddress => Identity.NormalEmail(value) is not null,
        SettingKind.WholeNumber => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0,
        SettingKind.Amount => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _),
        SettingKind.Flag => bool.TryParse(value, out _),
        SettingKind.Duration => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) || (TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero),
        SettingKind.PathAndCategory => CatalogueSettings.PathAndCategory(value) is not null,
        _ => true,
    };

    internal static string Form(SettingKind kind) => kind switch
    {
        SettingKind.Key => "the base64 of at least 32 bytes",
        SettingKind.WebAddress or SettingKind.SecretWebAddress => "a web address",
        SettingKind.EmailAddress => "an e-mail address",
        SettingKind.WholeNumber => "a whole number above 0",
        SettingKind.Amount => "a number of at least 0",
        SettingKind.Flag => "true or false",
        SettingKind.Duration => "a duration such as 00:05:00, or a number of seconds",
        SettingKind.PathAndCategory => "a path and its category such as /collections/road-bikes=bikes/road",
        _ => "a text",
    };

    private static string Nearest(string name) => AllSettings.List.Select(s => s.Name).MinBy(known => Distance(known.ToUpperInvariant(), name.ToUpperInvariant()))!;

    /// <summary>How many letters to change, add or leave out.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
