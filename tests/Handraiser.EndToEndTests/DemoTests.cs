using System.Text.Json;
using Handraiser.Playbooks;

namespace Handraiser.EndToEndTests;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_answers_every_raised_hand_once_and_accounts_for_every_event()
    {
        var (code, printed, complaints) = await HostProcess.RunAsync("demo", "--exit", "--json", "--customers", "600");

        Assert.True(code == 0, complaints);
        using var figures = JsonDocument.Parse(printed);
        long Figure(string name) => figures.RootElement.GetProperty(name).GetInt64();
        Assert.True(Figure("followUps") > 0);
        Assert.Equal(Figure("clickers"), Figure("followUps"));
        Assert.Equal(0, Figure("duplicateSends"));
        Assert.True(Figure("cartMails") > 0);
        // What the application tells itself is folded, too: follow-ups of the weeks before that nobody answered are closed.
        Assert.Equal(Figure("events") + Figure("told"), Figure("folded") + Figure("repeated"));
        Assert.Equal(0, Figure("parked"));
        Assert.True(figures.RootElement.GetProperty("storageCallsPerEvent").GetDouble() > 0);
        var plays = figures.RootElement.GetProperty("plays");
        Assert.All(DefaultPlaybook.Playbook.Plays, play => Assert.True(plays.TryGetProperty(play.Name, out var did) && did.GetProperty("sent").GetInt32() > 0, play.Name));
        Assert.Equal(Figure("followUps"), plays.GetProperty("personal-answer").GetProperty("sent").GetInt64());
        var story = string.Join('\n', figures.RootElement.GetProperty("story").EnumerateArray().Select(l => l.GetString()));
        Assert.Matches("(?s)becomes known.*moves into the segment \"lapsed\".*win-back asks.*win-back writes.*orders something.*what the play win-back was for", story);
    }
}
