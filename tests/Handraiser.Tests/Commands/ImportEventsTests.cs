using System.Text;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.OwnEvents;
using Handraiser.Functions.Intake.OwnEvents.Importing;
using Handraiser.LocalHost.Storage;
using Handraiser.Tests.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Handraiser.Tests.Commands;

public sealed class ImportEventsTests
{
    private readonly MemoryTransport transport = new();
    private readonly MemoryArchive archive = new();

    [Fact]
    public async Task A_posted_file_is_kept_and_its_refused_lines_are_reported()
    {
        var (status, body) = await PostAsync("type,at,email\nstore.visited,2026-03-06,ada@shop.example\nstore.visited,,ada@shop.example\n", "text/csv", "k");

        Assert.Equal(202, status);
        Assert.Equal("""{"accepted":1,"refused":[{"line":3,"why":"at: a time such as 2026-03-06T12:00:00Z is expected"}]}""", body);
        Assert.Equal("ada@shop.example", Assert.Single(transport.Events).Customer.Email);
    }

    [Fact]
    public async Task Lines_of_json_are_taken_too()
    {
        var (status, _) = await PostAsync("""{"type":"store.visited","at":"2026-03-06T12:00:00Z","customer":{"email":"ada@shop.example"}}""", "application/x-ndjson", "k");

        Assert.Equal(202, status);
        Assert.Single(transport.Events);
    }

    [Theory]
    [InlineData("text/csv", "type,at,email\nstore.visited,2026-03-06,ada@shop.example\nstore.visited,,ada@shop.example\n")]
    [InlineData("application/x-ndjson", """{"type":"store.visited","at":"2026-03-06","customer":{"email":"ada@shop.example"}}""")]
    public async Task A_file_is_archived_and_read_out_of_the_archive_as_the_same_events(string type, string text)
    {
        await PostAsync(text, type, "k");

        var (sender, request) = Assert.Single(archive.Requests);
        Assert.Equal("import", sender);
        var again = ImportParser.Instance.Parse(ArchivedRequest.FromJson(ArchivedRequest.Of(sender, request, text).ToJson()).ToRequest());
        Assert.Equal(transport.Events.Select(e => (e.Id, e.Kind, e.At, e.ReceivedAt)), again.Events.Select(e => (e.Id, e.Kind, e.At, e.ReceivedAt)));
        Assert.Equal(type == "text/csv" ? "line 3" : null, again.Refused.SingleOrDefault()?.Field);
    }

    [Theory]
    [InlineData("text/csv", "wrong", 401)]
    [InlineData("image/png", "k", 415)]
    [InlineData("text/csv", "k", 400)]
    public async Task Without_key_type_or_header_nothing_is_taken(string type, string key, int expected)
    {
        var (status, _) = await PostAsync("type,when\nstore.visited,2026-03-06\n", type, key);

        Assert.Equal(expected, status);
        Assert.Empty(transport.Events);
    }

    [Theory]
    [InlineData("text/csv", "type,at,email,firstName\nstore.visited,2026-03-06,rene@shop.example,Ren\u00e9\n")]
    [InlineData("application/x-ndjson", """{"type":"customer.known","at":"2026-03-06T12:00:00Z","customer":{"email":"rene@shop.example"},"data":{"traits":{"firstName":"René"}}}""")]
    public async Task A_file_that_is_not_UTF8_is_refused_whole_since_its_letters_would_be_lost(string type, string text)
    {
        var (status, body) = await PostAsync(Encoding.Latin1.GetBytes(text), type, "k");

        Assert.Equal(400, status);
        Assert.Contains("UTF-8", body, StringComparison.Ordinal);
        Assert.Empty(transport.Events);
    }

    [Fact]
    public void Every_column_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(LocalFolder.Root, "docs", "import.md"));

        Assert.All(CsvColumns.All, c => Assert.Contains($"| `{c.Name}` | {c.Meaning} |", text, StringComparison.Ordinal));
    }

    private Task<(int Status, string Body)> PostAsync(string text, string type, string key) => PostAsync(Encoding.UTF8.GetBytes(text), type, key);

    private async Task<(int Status, string Body)> PostAsync(byte[] file, string type, string key)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Keys:Events", "k")]).Build();
        var function = new ImportEvents(new EventKeys(configuration), new EventSink(transport, DoorHarness.Identity), archive, new StandingClock(DoorHarness.Today), NullLogger<ImportEvents>.Instance);
        var request = DoorHarness.Request("POST", "/api/import", file, ("Content-Type", type), ("x-functions-key", key));
        var context = request.HttpContext;
        context.RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider();
        var answer = new MemoryStream();
        context.Response.Body = answer;
        await (await function.Run(request, CancellationToken.None)).ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }
}
