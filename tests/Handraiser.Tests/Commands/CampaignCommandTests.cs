using System.Net;
using System.Text.Json;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class CampaignCommandTests : IDisposable
{
    private const string Shown = """{"id":"spring","status":"running","why":null,"template":"newsletter","to":"mountain","toClickersOf":null,"perMinute":600,"startsAt":"2026-05-04T09:00:00+00:00","chosen":300}""";

    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task A_campaign_is_ordered_with_who_when_and_how_fast()
    {
        terminal.Answer = _ => (HttpStatusCode.OK, Shown);

        Assert.Equal(0, await terminal.RunAsync("campaign", "send", "newsletter", "--to", "mountain", "--at", "2026-05-04T09:00+01:00", "--rate", "60", "--holdout", "10", "--local", "9:30", "--by", "Ann", "--key", "k"));

        Assert.Equal("spring: newsletter to mountain, running, 300 chosen, 600 a minute\n", terminal.Output);
        using var order = JsonDocument.Parse(Assert.Single(terminal.Calls).Body);
        Assert.Equal(("mountain", 60, 0.1, "Ann"), (order.RootElement.GetProperty("to").GetString(), order.RootElement.GetProperty("perMinute").GetInt32(), order.RootElement.GetProperty("holdout").GetDouble(), order.RootElement.GetProperty("by").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero), order.RootElement.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_dry_run_adds_up_its_parts_and_names_those_left_out()
    {
        terminal.Answer = call => (HttpStatusCode.OK, call == 1
            ? """{"counts":{"on-its-way":2,"consent":1},"people":[{"customer":"c1","outcome":"consent","reason":"The customer asked for a pause.","at":null,"clicked":false}],"after":"c3"}"""
            : """{"counts":{"on-its-way":1,"waiting":1},"people":[],"after":null}""");

        Assert.Equal(0, await terminal.RunAsync("campaign", "send", "newsletter", "--to", "mountain", "--dry-run", "--key", "k"));

        Assert.Contains("would get it                     4", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("would be left out                1", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("c1  consent: The customer asked for a pause.", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("\"after\":\"c3\"", terminal.Calls[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_became_of_a_campaign_is_told_by_what_was_counted_and_two_calls()
    {
        terminal.Answer = call => (HttpStatusCode.OK, call == 1
            ? Shown[..^1] + ""","sums":{"outcomes":{"sent":90000,"held-out":9000,"suppressed":1000},"opened":18000,"clicked":540,"ordered":{"people":30,"worth":2400.5},"orderedHeldOut":{"people":2,"worth":80}}}"""
            : """{"counts":{"sent":1,"suppressed":1},"people":[{"customer":"c1","outcome":"suppressed","reason":"unsubscribed","at":null},{"customer":"c2","outcome":"sent","reason":null,"at":null}],"after":"500"}""");

        Assert.Equal(0, await terminal.RunAsync("campaign", "show", "spring", "--key", "k"));

        Assert.Equal(["/api/campaigns/spring", "/api/campaigns/spring/people?top=500"], terminal.Calls.Select(c => c.Path));
        Assert.Matches("sent +90,000\n +opened +18,000\n +clicked +540\n +ordered within a week +30, for 2,400.50\nleft out +10,000\n +held-out +9,000\n +ordered all the same +2, for 80.00\n +suppressed +1,000\nc1  suppressed: unsubscribed\n$", terminal.Output);
    }

    [Fact]
    public async Task What_is_refused_is_told_in_its_own_words()
    {
        terminal.Answer = _ => (HttpStatusCode.UnprocessableEntity, """{"detail":"There is a campaign spring already, and it is done."}""");

        Assert.Equal(1, await terminal.RunAsync("campaign", "send", "newsletter", "--to", "mountain", "--key", "k"));
        Assert.Contains("There is a campaign spring already", terminal.Errors, StringComparison.Ordinal);
        Assert.Equal(1, await terminal.RunAsync("campaign", "send", "newsletter", "--to", "mountain", "--local", "soon", "--key", "k"));
        Assert.Contains("--local takes a time of day", terminal.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    public async Task It_is_held_let_go_on_and_ended_by_name(string verb)
    {
        terminal.Answer = _ => (HttpStatusCode.OK, Shown);

        Assert.Equal(0, await terminal.RunAsync("campaign", verb, "spring", "--key", "k"));
        Assert.Equal(("POST", $"/api/campaigns/spring/{verb}"), (terminal.Calls[0].Method, terminal.Calls[0].Path));
    }
}
