using System.Net;
using Handraiser.LocalHost.Commands;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class SegmentsCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public void Segments_are_one_tree_with_their_numbers() => Assert.Equal(
        """
        mountain                              1,204
          beginner                              310
            leeds                                12
        old (no longer in the playbook)           3

        """.ReplaceLineEndings("\n"),
        SegmentsCommand.Tree("""{"segments":[{"path":"mountain","members":1204,"children":[{"path":"mountain/beginner","members":310,"children":[{"path":"mountain/beginner/leeds","members":12,"children":[]}]}]}],"noLongerInThePlaybook":{"old":3}}"""));

    [Fact]
    public async Task Members_are_listed_page_by_page()
    {
        terminal.Answer = call => (HttpStatusCode.OK, call == 1
            ? """{"segment":"a/b","members":[{"customer":"c1","since":"2026-05-04T09:30:00+00:00"}],"after":"c1"}"""
            : """{"segment":"a/b","members":[{"customer":"c2","since":"2026-05-05T09:30:00+00:00"}],"after":null}""");

        Assert.Equal(0, await terminal.RunAsync("segments", "--members", "a/b", "--key", "k"));

        Assert.Equal("c1  since 2026-05-04 09:30 UTC\nc2  since 2026-05-05 09:30 UTC\n", terminal.Output);
        Assert.Equal(["/api/segments/a%3Ab/members?top=100", "/api/segments/a%3Ab/members?top=99&after=c1"], terminal.Calls.Select(c => c.Path));
    }
}
