using System.Text.RegularExpressions;
using Handraiser.LocalHost.Storage;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Handraiser.Tests.Infra;

/// <summary>What GitHub runs is pinned, may do no more than it needs, and names only files that are there.</summary>
public sealed class WorkflowTests
{
    private static readonly string[] s_names = [.. Directory.GetFiles(Path.Combine(LocalFolder.Root, ".github/workflows"), "*.yml").Select(f => Path.GetFileName(f))];

    public static TheoryData<string> Files { get; } = [.. s_names];

    private static string Text(string file) => File.ReadAllText(Path.Combine(LocalFolder.Root, ".github/workflows", file));

    [Theory, MemberData(nameof(Files))]
    public void Every_action_is_pinned_by_a_commit_with_its_version_beside_it(string file)
    {
        foreach (var line in Text(file).Split('\n').Where(l => l.Contains("uses:", StringComparison.Ordinal)))
        {
            Assert.Matches(@"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line);
        }
    }

    [Fact]
    public void An_action_has_the_same_commit_everywhere()
    {
        var pins = s_names.SelectMany(file => Regex.Matches(Text(file), @"uses: ([\w-]+/[\w-]+)[\w/-]*@(.+)$", RegexOptions.Multiline)).Select(m => (Action: m.Groups[1].Value, Pin: m.Groups[2].Value)).Distinct();

        Assert.Equal([], pins.GroupBy(p => p.Action).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory, MemberData(nameof(Files))]
    public void It_may_only_read_unless_a_job_says_otherwise_and_ends_in_time(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text(file)));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;

        var permissions = (YamlMappingNode)root["permissions"];
        Assert.Equal([("contents", "read")], permissions.Select(p => (p.Key.ToString(), p.Value.ToString())));
        foreach (var job in ((YamlMappingNode)root["jobs"]).Children.Values.Cast<YamlMappingNode>())
        {
            Assert.True(job.Children.ContainsKey("timeout-minutes"));
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void No_text_from_outside_becomes_part_of_a_script(string file)
    {
        var scripts = Regex.Matches(Text(file), @"run:(?: \|)?((?:[^\n]*\n)(?:\s{10,}[^\n]*\n)*)").Select(m => m.Groups[1].Value);

        Assert.DoesNotContain(scripts, s => s.Contains("${{", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Files))]
    public void It_names_only_files_that_are_there(string file)
    {
        var paths = Regex.Matches(Text(file), @"(?<![\w/.])(?:src|infra|docs|\.ci|\.github)/[\w./-]*\w").Select(m => m.Value).Distinct();

        Assert.Equal([], paths.Where(p => !Path.Exists(Path.Combine(LocalFolder.Root, p))));
    }
}
