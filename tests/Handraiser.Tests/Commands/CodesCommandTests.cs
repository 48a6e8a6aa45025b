using System.Net;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class CodesCommandTests : IDisposable
{
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task A_code_is_checked_as_it_was_typed_and_what_it_is_worth_is_printed()
    {
        terminal.Answer = _ => (HttpStatusCode.OK, """{"percent":10,"amount":null,"atMost":30,"currency":"GBP","goodUntil":"2026-03-13T23:59:59Z","good":true}""");

        Assert.Equal(0, await terminal.RunAsync("codes", "check", "ab12 cd34/ef", "--key", "k"));

        Assert.Equal(("GET", "/api/codes/ab12%20cd34%2Fef", "k"), (terminal.Calls.Single().Method, terminal.Calls.Single().Path, terminal.Calls.Single().Key));
        Assert.Contains("\"atMost\": 30", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("\"good\": true", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_is_none_of_ours_is_said_so_and_ends_with_1()
    {
        terminal.Answer = _ => (HttpStatusCode.NotFound, """{"title":"No such code","detail":"No code of ours, or of an offer that no playbook in use makes."}""");

        Assert.Equal(1, await terminal.RunAsync("codes", "check", "WELCOME10", "--key", "k"));

        Assert.Contains("No code of ours", terminal.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_so_in_one_line()
    {
        Assert.Equal(1, await terminal.RunAsync("codes", "import", "spring", "/no/such/codes.csv", "--key", "k"));

        Assert.Contains("/no/such/codes.csv", Assert.Single(terminal.Errors.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(terminal.Calls);
    }

    [Fact]
    public async Task Codes_of_another_system_are_added_from_a_file_and_counted()
    {
        terminal.Answer = call => (HttpStatusCode.OK, call == 1 ? """{"added":2}""" : """{"pools":[{"pool":"spring","left":2}]}""");

        Assert.Equal(0, await terminal.RunAsync("codes", "import", "spring", terminal.File("codes.csv", "code\nA\nB\n"), "--key", "k"));
        Assert.Equal(0, await terminal.RunAsync("codes", "status", "--key", "k"));

        Assert.Equal(("POST", "/api/pools/spring/codes", "code\nA\nB\n"), (terminal.Calls[0].Method, terminal.Calls[0].Path, terminal.Calls[0].Body));
        Assert.Contains("\"left\": 2", terminal.Output, StringComparison.Ordinal);
    }
}
