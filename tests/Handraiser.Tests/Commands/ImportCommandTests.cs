using System.Net;
using System.Text.Json;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private const string Header = "type,at,email\n";
    private readonly Terminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task A_file_goes_out_in_batches_of_500_with_the_key()
    {
        Assert.Equal(0, await terminal.RunAsync("import", terminal.File("past.csv", Header + Visits(0, 1201)), "--key", "k"));

        Assert.Equal([500, 500, 201], terminal.Calls.Select(Count));
        Assert.All(terminal.Calls, c => Assert.Equal(("POST", "/api/events", "k"), (c.Method, c.Path, c.Key)));
        Assert.Contains("1201 events were taken", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_lines_are_listed_beside_the_file()
    {
        var file = terminal.File("past.csv", Header + Visits(0, 1) + "store.visited,yesterday,ada@shop.example\n");

        Assert.Equal(2, await terminal.RunAsync("import", file, "--key", "k"));

        Assert.StartsWith("line 3: at: ", await File.ReadAllTextAsync(file + ".refused.txt"), StringComparison.Ordinal);
        Assert.Equal(1, Count(Assert.Single(terminal.Calls)));
    }

    [Fact]
    public async Task A_broken_import_goes_on_after_the_last_batch_that_was_taken()
    {
        var file = terminal.File("past.csv", Header + Visits(0, 700));
        terminal.Answer = call => call == 2 ? (HttpStatusCode.ServiceUnavailable, "{}") : (HttpStatusCode.Accepted, "");

        Assert.Equal(1, await terminal.RunAsync("import", file, "--key", "k"));
        Assert.Contains("--resume", terminal.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await terminal.RunAsync("import", file, "--resume", "--key", "k"));

        Assert.Equal(Ids(terminal.Calls[1]), Ids(terminal.Calls[2]));
        Assert.Equal(200, Count(terminal.Calls[2]));
        Assert.False(File.Exists(file + ".import-state"));
    }

    [Fact]
    public async Task A_file_with_a_wrong_header_sends_nothing()
    {
        Assert.Equal(1, await terminal.RunAsync("import", terminal.File("past.csv", "type,when\n"), "--key", "k"));

        Assert.Empty(terminal.Calls);
        Assert.Contains("there is no column when", terminal.Errors, StringComparison.Ordinal);
    }

    private static int Count((string Method, string Path, string? Key, string Body) call) => call.Body.Count(c => c == '\n');

    private static IEnumerable<string?> Ids((string Method, string Path, string? Key, string Body) call) =>
        call.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize(l, EventJson.One)?.Id);

    private static string Visits(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => $"store.visited,2026-03-06T12:00:00Z,c{i}@shop.example\n"));
}
