using System.Text;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed class CloudEventFactsTests
{
    private const string Visit = """{"specversion":"1.0","id":"1","source":"/till","type":"store.visited","subject":"ann@example.org"}""";

    private readonly DoorHarness door = new(("Keys:Events", "k"));

    private async Task<int> PostAsync(string body, params (string, string)[] headers) => (await door.PostEventsAsync(body, [("Authorization", "Bearer k"), .. headers])).Status;

    [Fact]
    public async Task An_event_is_unique_by_its_source_and_its_id_together()
    {
        await PostAsync(Visit, ("Content-Type", "application/cloudevents+json"));
        await PostAsync(Visit, ("Content-Type", "application/cloudevents+json; charset=utf-8"));
        await PostAsync(Visit.Replace("/till", "/door", StringComparison.Ordinal), ("Content-Type", "application/cloudevents+json"));
        Assert.Equal(2, door.Events.Select(e => e.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("specversion", "0.3")]
    [InlineData("id", "")]
    [InlineData("source", "")]
    [InlineData("type", "")]
    public async Task What_every_event_must_have_is_asked_for_by_name(string name, string value)
    {
        var attributes = new Dictionary<string, string> { ["specversion"] = "1.0", ["id"] = "1", ["source"] = "/till", ["type"] = "store.visited", ["subject"] = "ann@example.org", [name] = value };
        await PostAsync(System.Text.Json.JsonSerializer.Serialize(attributes), ("Content-Type", "application/cloudevents+json"));
        Assert.Empty(door.Events);
    }

    [Fact]
    public async Task A_header_is_decoded_once_and_a_plain_one_is_left_as_it_is()
    {
        Assert.Equal(202, await PostAsync("", ("ce-specversion", "1.0"), ("ce-id", "a%2520b"), ("ce-source", "/Euro%20%E2%82%AC"), ("ce-type", "store.visited"), ("ce-subject", "ann%2Bx@example.org")));
        Assert.Equal("ann+x@example.org", Assert.Single(door.Events).Customer.Email);
        Assert.Equal(202, await PostAsync("", ("ce-specversion", "1.0"), ("ce-id", "a%20b"), ("ce-source", "/Euro%20%E2%82%AC"), ("ce-type", "store.visited"), ("ce-subject", "ann%2Bx@example.org")));
        Assert.Equal(2, door.Events.Select(e => e.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("application/cloudevents+xml", 415)]
    [InlineData("application/cloudevents-batch+json", 202)]
    public async Task A_format_that_is_not_read_is_415_and_a_batch_may_be_empty(string type, int status) => Assert.Equal(status, await PostAsync("[]", ("Content-Type", type)));

    [Fact]
    public async Task The_handshake_grants_only_who_asks_and_a_rate_only_where_one_is_asked()
    {
        var silent = DoorHarness.Request("OPTIONS", "/api/events", []);
        await door.EventsAsync(silent);
        Assert.False(silent.HttpContext.Response.Headers.ContainsKey("WebHook-Allowed-Origin"));

        var modest = DoorHarness.Request("OPTIONS", "/api/events", [], ("WebHook-Request-Origin", "e.example"));
        await door.EventsAsync(modest);
        Assert.Equal("e.example", modest.HttpContext.Response.Headers["WebHook-Allowed-Origin"].ToString());
        Assert.False(modest.HttpContext.Response.Headers.ContainsKey("WebHook-Allowed-Rate"));
    }

    [Fact]
    public async Task The_key_may_not_be_missing() => Assert.Equal(401, (await door.EventsAsync(DoorHarness.Request("POST", "/api/events", Encoding.UTF8.GetBytes(Visit), ("Content-Type", "application/cloudevents+json"), ("WebHook-Request-Origin", "e.example")))).Status);
}
