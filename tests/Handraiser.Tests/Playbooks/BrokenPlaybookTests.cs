using Handraiser.Playbooks;
using Xunit;

namespace Handraiser.Tests.Playbooks;

/// <summary>Playbooks as people get them wrong, and what they are told: beside each broken file stands its text.</summary>
public sealed class BrokenPlaybookTests
{
    private const string Folder = "tests/Handraiser.Tests/Playbooks/Broken";

    private static readonly string[] Templates = ["welcome", "personal-note", "cart-left", "win-back"];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Golden.Root, Folder), "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_broken_playbook_is_told_line_value_and_remedy(string name)
    {
        var loaded = PlaybookLoader.Load(File.ReadAllText(Path.Combine(Golden.Root, Folder, $"{name}.yaml")), Templates);

        Assert.False(loaded.IsGood);
        Assert.All(loaded.Errors, e => Assert.True(e.Line > 0 && e.Wrong.EndsWith('.') && e.Remedy.Length > 0, $"{e}"));
        Golden.Equal($"{Folder}/{name}.txt", CheckPlaybook.Render(loaded, $"{name}.yaml"));
    }

    [Fact]
    public void There_are_at_least_twenty_ways_to_get_it_wrong() => Assert.True(Files.Count >= 20);
}
