using Handraiser.Playbooks;
using Handraiser.Tests.Playbooks;
using Xunit;

namespace Handraiser.Tests.Plays;

public sealed class PlaysPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Golden.Root, "docs", "plays.md"));

    [Fact]
    public void The_page_tells_of_every_default_play_in_its_order_and_of_no_other() =>
        Assert.Equal(DefaultPlaybook.Playbook.Plays.Select(p => p.Name), Page.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..].Trim()));
}
