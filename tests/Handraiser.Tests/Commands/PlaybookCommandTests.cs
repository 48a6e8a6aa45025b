using System.Net;
using Handraiser.LocalHost.Commands;
using Handraiser.Playbooks;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class PlaybookCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task A_good_playbook_is_counted_and_its_segments_are_shown_as_a_tree()
    {
        Assert.Equal(0, await terminal.RunAsync("check-playbook", terminal.File("mine.yaml", DefaultPlaybook.Text)));

        Assert.StartsWith("mine.yaml is good: ", terminal.Output, StringComparison.Ordinal);
        Assert.Equal(PlaybookLoader.Load(DefaultPlaybook.Text).OrThrow().Segments.Paths.Length + 2, terminal.Output.Split('\n').Length);
    }

    [Fact]
    public void A_segment_stands_below_its_parent_and_further_in() =>
        Assert.Equal("  mountain\n    beginner\n      near\n    pro\n  lapsed\n", SegmentTree.Render(["mountain", "lapsed", "mountain/beginner", "mountain/pro", "mountain/beginner/near"]));

    [Fact]
    public async Task A_bad_playbook_ends_with_one_and_names_the_line_and_the_remedy()
    {
        Assert.Equal(1, await terminal.RunAsync("check-playbook", terminal.File("mine.yaml", "store:\n  nam: x\n")));

        Assert.Contains("mine.yaml:2:3: ", terminal.Errors, StringComparison.Ordinal);
        Assert.Empty(terminal.Output);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        Assert.Equal(1, await terminal.RunAsync("check-playbook", terminal.PathOf("none.yaml")));

        Assert.Contains("There is no file", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_posts_the_text_with_the_key_and_prints_the_version()
    {
        terminal.Answer = call => (HttpStatusCode.OK, call == 1 ? """{"version":"abc123","segments":1,"plays":2}""" : Sweep("waiting", 0, 0, 0));

        Assert.Equal(0, await terminal.RunAsync("playbook", "publish", terminal.File("mine.yaml", "some: text"), "--url", "http://shop.example", "--key", "k"));

        Assert.Equal(("POST", "/api/playbook", "k", "some: text"), terminal.Calls[0]);
        Assert.Equal(("GET", "/api/playbook/sweep", "k", ""), terminal.Calls[1]);
        Assert.Contains("version abc123", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("Silent customers follow within two minutes", terminal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("running", "Silent customers follow: 25 % of the list, 2,500 looked at, 120 changed.")]
    [InlineData("done", "Silent customers are in their segments: 2,500 looked at, 120 changed.")]
    public void How_far_silent_customers_have_come_is_one_line(string state, string line) =>
        Assert.Equal((line, state == "done"), SweepProgress.Line(Sweep(state, 0.25, 2500, 120)));

    [Fact]
    public async Task A_playbook_that_is_refused_shows_its_errors_and_ends_with_one()
    {
        terminal.Answer = _ => (HttpStatusCode.UnprocessableEntity, """{"detail":"The playbook has errors; the one in force stays.","errors":[]}""");

        Assert.Equal(1, await terminal.RunAsync("playbook", "publish", terminal.File("mine.yaml", "store:\n  nam: x\n"), "--key", "k"));

        Assert.Contains("mine.yaml:2:3: ", terminal.Errors, StringComparison.Ordinal);
        Assert.Contains("the one in force stays", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_told_as_one()
    {
        terminal.Answer = _ => (HttpStatusCode.Unauthorized, "");

        Assert.Equal(1, await terminal.RunAsync("playbook", "show", "--key", "k"));

        Assert.Contains("--key", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Showing_prints_the_text_in_force()
    {
        terminal.Answer = call => (HttpStatusCode.OK, call == 1 ? "store:\n  name: Ridgeway\n" : Sweep("running", 0.5, 10, 2));

        Assert.Equal(0, await terminal.RunAsync("playbook", "show", "--key", "k"));

        Assert.Equal("store:\n  name: Ridgeway\n", terminal.Output);
        Assert.Contains("50 % of the list", terminal.Errors, StringComparison.Ordinal);
    }

    private static string Sweep(string state, double share, int looked, int moved) =>
        System.Text.Json.JsonSerializer.Serialize(new { version = "abc123", state, share, looked, moved });
}
