using System.Text.RegularExpressions;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Functions.Settings;
using Handraiser.Tests.Intake;
using Handraiser.Tests.Playbooks;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Handraiser.Tests.Docs;

/// <summary>What <c>docs/senders.md</c> says of each sender is what its registration and its code say.</summary>
public sealed partial class SendersPageTests
{
    private const int MostLines = 10;

    public static TheoryData<string> Names => [.. Senders().Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_sender_is_set_up_in_ten_lines_with_its_address_and_its_settings(string name)
    {
        var sender = Senders().Single(s => s.Name == name);
        var section = Section(name);

        Assert.InRange(section.Count, 2, MostLines);
        if (name != "standard") Assert.Contains(section, line => line.Contains($"/api/webhooks/{name}", StringComparison.Ordinal));
        var settings = Line().Match(section[^1]);
        Assert.True(settings.Success, $"The section of {name} does not end in the line of its settings: {section[^1]}");
        Assert.Equal(name, settings.Groups[1].Value.ToLowerInvariant());
        var secrets = name == "ses" ? "Topics" : "Secrets";
        Assert.Equal([$"{secrets}:0", $"{secrets}:1", "Enabled", .. Own(name, sender)], Quoted().Matches(settings.Groups[2].Value).Select(m => m.Groups[1].Value));
        Assert.Equal(IsStamped(name) ? sender.Tolerance.ToString("c") : "", Default().Match(settings.Groups[2].Value).Groups[1].Value);
        Assert.All(Quoted().Matches(settings.Groups[2].Value), m => Assert.NotNull(SettingsCheck.Find($"Senders:{settings.Groups[1].Value}:{m.Groups[1].Value}")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_secrets_are_in_force_at_a_time_and_the_tolerance_is_what_the_setting_says(string name)
    {
        var sender = Senders().Single(s => s.Name == name);
        var list = name == "ses" ? "Topics" : "Secrets";
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Senders:{name}:{list}:0"] = "one", [$"Senders:{name}:{list}:1"] = "two", [$"Senders:{name}:Tolerance"] = "1.01:00:00",
        }).Build().GetSection($"Senders:{name}");

        Assert.Equal(["one", "two"], SenderSettings.Read(section, sender.Tolerance).Secrets);
        Assert.Equal(TimeSpan.FromHours(25), SenderSettings.Read(section, sender.Tolerance).Tolerance);
        Assert.Equal(sender.Tolerance, SenderSettings.Read(new ConfigurationBuilder().Build().GetSection("none"), sender.Tolerance).Tolerance);
    }

    /// <summary>The tolerance where something is stamped, and what the sender's code reads beside what all have.</summary>
    private static IEnumerable<string> Own(string name, Sender sender)
    {
        var code = Code(name);
        if (sender.Verifier is Functions.Intake.Senders.Common.SecretVerifier || code.Contains("SecretVerifier", StringComparison.Ordinal)) code += Code("common");
        IEnumerable<string> read = Read().Matches(code).Select(m => m.Groups[1].Value);
        IEnumerable<string> listed = AllSettings.List.Select(s => s.Name.Split("__")).Where(n => n is ["Senders", var of, _] && of.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(n => n[2]);
        var page = Quoted().Matches(Section(name)[^1]).Select(m => m.Groups[1].Value).ToList();
        return [.. IsStamped(name) ? ["Tolerance"] : Array.Empty<string>(), .. read.Concat(listed).Distinct().OrderBy(page.IndexOf)];
    }

    private static bool IsStamped(string name) => name is "resend" or "bigcommerce" or "inbound" || Code(name).Contains("settings.Tolerance", StringComparison.Ordinal);

    private static string Code(string name) => string.Concat(Directory.GetDirectories(Path.Combine(Golden.Root, "src/Handraiser.Functions/Intake/Senders"))
        .Where(f => Path.GetFileName(f).Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(f => Directory.GetFiles(f, "*.cs")).Select(File.ReadAllText));

    private static List<string> Section(string name) =>
        [.. File.ReadAllText(Path.Combine(Golden.Root, "docs/senders.md")).ReplaceLineEndings("\n").Split("\n## ").Single(s => s.StartsWith(name + "\n", StringComparison.Ordinal)).Split('\n').Skip(1).Where(l => l.Trim().Length > 0)];

    private static IReadOnlyList<Sender> Senders() => AllSenders.Create(new SnsCertificates(new HttpClient()), DoorHarness.Identity);

    [GeneratedRegex(@"^Settings `Senders:(\w+):…`: (.+)\.$")]
    private static partial Regex Line();

    [GeneratedRegex(@"`([\w:]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"`Tolerance` \(([\d.:]+)\)")]
    private static partial Regex Default();

    [GeneratedRegex(@"\.(?:Other|IsOn)\((?:""|(?=TrustBatches))(\w+)""?\)")]
    private static partial Regex Read();
}
