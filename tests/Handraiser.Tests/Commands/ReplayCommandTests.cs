using System.Net;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private const string First = """{"requests":20,"events":31,"refused":[{"sender":"shopify","at":"2026-03-06T12:00:00Z","why":"token: a cart's token is expected"}],"refusedCount":1,"after":"shopify/2026/03/06/120000-a.ndjson.gz","reached":"2026-03-06T12:00:00Z","done":false,"full":true}""";
    private const string Last = """{"requests":3,"events":4,"refused":[],"refusedCount":0,"after":"shopify/2026/03/06/130000-b.ndjson.gz","reached":"2026-03-07T00:00:00Z","done":true,"full":false}""";

    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task It_goes_on_where_a_part_ended_and_tells_what_cannot_be_used()
    {
        terminal.Answer = call => (HttpStatusCode.OK, call == 1 ? First : Last);

        Assert.Equal(2, await ReplayAsync());

        Assert.Equal(["/api/replay", "/api/replay"], terminal.Calls.Select(c => c.Path));
        Assert.Contains("\"after\":\"shopify/2026/03/06/120000-a.ndjson.gz\"", terminal.Calls[1].Body, StringComparison.Ordinal);
        Assert.Contains("2026-03-06T12:00:00Z shopify: token", terminal.Errors, StringComparison.Ordinal);
        Assert.EndsWith("23 webhooks were put through again: 35 events, 1 that cannot be used.\n", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_off_it_says_from_where_to_go_on()
    {
        terminal.Answer = call => call == 1 ? (HttpStatusCode.OK, First) : (HttpStatusCode.ServiceUnavailable, """{"detail":"Storage cannot be reached."}""");

        Assert.Equal(1, await ReplayAsync());

        Assert.Contains("Go on with --from 2026-03-06T12:00:00Z", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_is_none_is_named()
    {
        Assert.NotEqual(0, await terminal.RunAsync("replay", "--from", "yesterday", "--to", "2026-03-07", "--key", "k"));

        Assert.Contains("--from takes a time", terminal.Errors, StringComparison.Ordinal);
        Assert.Empty(terminal.Calls);
    }

    private Task<int> ReplayAsync() => terminal.RunAsync("replay", "--from", "2026-03-06", "--to", "2026-03-07", "--sender", "shopify", "--key", "k");
}
