using System.IO.Compression;
using System.Text.Json;
using Handraiser.Profiles.Verdicts;
using Xunit;
using Xunit.Abstractions;

namespace Handraiser.Tests.Profiles;

public sealed class AgentsTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("apple_mpp_mailgun", AgentKind.Prefetch)]
    [InlineData("gmail_proxy", AgentKind.Proxy)]
    [InlineData("yahoo_proxy", AgentKind.Proxy)]
    [InlineData("human_iphone", AgentKind.Ordinary)]
    [InlineData("human_desktop", AgentKind.Ordinary)]
    public void Known_agents_of_opens_are_told_apart(string name, AgentKind kind)
    {
        using var file = File.OpenRead(Shared.Path("vectors/open-signals/user_agents.json"));
        var agents = JsonDocument.Parse(file).RootElement.EnumerateArray();

        Assert.Equal(kind, Agents.Classify(agents.Single(a => a.GetProperty("name").GetString() == name).GetProperty("user_agent").GetString()!));
    }

    [SkippableFact]
    public void Most_crawlers_are_known_by_their_agents()
    {
        using var file = new GZipStream(File.OpenRead(Shared.Path("datasets/crawler-user-agents.json.gz")), CompressionMode.Decompress);
        var agents = JsonDocument.Parse(file).RootElement.EnumerateArray().SelectMany(e => e.GetProperty("instances").EnumerateArray()).Select(i => i.GetString()!).ToList();

        var known = Share(agents);

        output.WriteLine($"crawlers: {known:P1} of {agents.Count} known");
        Assert.InRange(known, 0.8, 1);
    }

    [SkippableFact]
    public void Hardly_any_browser_and_no_mail_client_is_taken_for_a_machine()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Shared.Path("datasets/dd_all.yml.gz")), CompressionMode.Decompress));
        var kinds = file.ReadToEnd().Split("\n-\n", StringSplitOptions.RemoveEmptyEntries).Select(Entry).Where(e => e.Agent.Length > 0)
            .GroupBy(e => e.Kind).ToDictionary(g => g.Key, g => g.Select(e => e.Agent).ToList());
        foreach (var (kind, agents) in kinds) output.WriteLine($"{kind}: {Share(agents):P1} of {agents.Count} taken for machines");

        Assert.InRange(Share(kinds["bot"]), 0.7, 1);
        Assert.InRange(Share(kinds["browser"]), 0, 0.02);
        Assert.Equal(0, Share(kinds["pim"]));
    }

    private static double Share(List<string> agents) => agents.Count(a => Agents.Classify(a) == AgentKind.Machine) / (double)agents.Count;

    private static (string Kind, string Agent) Entry(string text)
    {
        var lines = text.Split('\n');
        var agent = lines.FirstOrDefault(l => l.StartsWith("  user_agent: ", StringComparison.Ordinal))?["  user_agent: ".Length..].Trim('"', '\'', ' ') ?? "";
        if (lines.Contains("  bot:")) return ("bot", agent);
        return (lines.SkipWhile(l => l != "  client:").FirstOrDefault(l => l.StartsWith("    type: ", StringComparison.Ordinal))?["    type: ".Length..].Trim() ?? "other", agent);
    }
}
