using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed class OwnEventsTests
{
    private const string Sale = """{"id":"till-7:1","type":"order.placed","at":"2026-05-04T09:00:00+01:00","customer":{"loyalty":"4711"},"data":{"value":12.5,"currency":"GBP","store":"Leeds","lines":[{"id":"71","quantity":2,"price":6.25}]}}""";
    private readonly DoorHarness door = new(("Keys:Events", "k"));

    private static readonly (string, string) Key = ("x-functions-key", "k");

    [Theory]
    [InlineData("x-functions-key", "k", 202)]
    [InlineData("Authorization", "Bearer k", 202)]
    [InlineData("Authorization", "Bearer other", 401)]
    [InlineData("x-functions-key", "", 401)]
    public async Task The_key_opens_and_nothing_else(string header, string value, int status) => Assert.Equal(status, (await door.PostEventsAsync(Sale, (header, value))).Status);

    [Fact]
    public async Task Without_a_configured_key_nobody_comes_in() => Assert.Equal(401, (await new DoorHarness().PostEventsAsync(Sale, ("x-functions-key", ""))).Status);

    [Fact]
    public async Task One_event_is_taken_as_it_is_told()
    {
        Assert.Equal(202, (await door.PostEventsAsync(Sale, Key)).Status);
        var one = Assert.Single(door.Events);
        Assert.Equal(("till-7:1", EventKinds.OrderPlaced, "4711", "Leeds"), (one.Id, one.Kind, one.Customer.Loyalty, one.Data.Store));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero), one.At);
        Assert.Equal(DoorHarness.Today, one.ReceivedAt);
    }

    [Theory]
    [InlineData("[{0},{0}]", "application/json")]
    [InlineData("{\"events\":[{0},{0}]}", "application/json")]
    [InlineData("{0}\n\r\n{0}\n", "application/x-ndjson")]
    public async Task Lists_come_in_three_forms(string form, string type)
    {
        Assert.Equal(202, (await door.PostEventsAsync(form.Replace("{0}", Sale), Key, ("Content-Type", type))).Status);
        Assert.Equal(2, door.Events.Count);
    }

    [Fact]
    public async Task Without_an_id_the_same_event_gets_the_same_one()
    {
        var told = Sale.Replace("\"id\":\"till-7:1\",", "");
        await door.PostEventsAsync(told, Key);
        await door.PostEventsAsync(told, Key);
        Assert.Single(door.Events.Select(e => e.Id).Distinct());
    }

    [Theory]
    [InlineData("""{"type":"order.placed","customer":{"email":"a@b.example"}}""", "at")]
    [InlineData("""{"at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}""", "type")]
    [InlineData("""{"type":"Order Placed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}""", "type")]
    [InlineData("""{"type":"time.passed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}""", "type")]
    [InlineData("""{"type":"rules.changed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}""", "type")]
    [InlineData("""{"type":"order.placed","at":"yesterday","customer":{"email":"a@b.example"}}""", "at")]
    [InlineData("""{"id":"1","type":"order.placed","at":"0001-01-01T00:00:00Z","customer":{"email":"a@b.example"}}""", "at")]
    [InlineData("""{"id":"1","type":"order.placed","at":"1970-01-01T00:00:00Z","customer":{"email":"a@b.example"}}""", "at")]
    [InlineData("""{"id":"1","type":"consent.changed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"},"data":{"channel":"Email","granted":false}}""", "data.channel")]
    [InlineData("""{"type":"order.placed","at":"2026-05-04T09:00:00Z"}""", "customer")]
    [InlineData("""{"type":"order.placed","at":"2026-05-04T09:00:00Z","customer":{}}""", "customer")]
    [InlineData("""{"type":"order.placed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"},"data":{"value":"much"}}""", "data.value")]
    [InlineData("""[{"type":"order.placed"}]""", "[0].at")]
    [InlineData("[]", "body")]
    [InlineData("""[{"type":"order.placed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}""", "body")]
    [InlineData("""[{"type":"order.placed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}] 7""", "body")]
    [InlineData("""[{"type":"order.placed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}},]""", "body")]
    [InlineData("7", "body")]
    [InlineData("{", "body")]
    public async Task What_is_wrong_is_named(string body, string field)
    {
        var answer = await door.PostEventsAsync(body, Key);
        Assert.Equal((400, field), (answer.Status, answer.Field));
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task A_bad_line_among_good_ones_is_parked()
    {
        Assert.Equal(202, (await door.PostEventsAsync($"{Sale}\nnot json\n", Key, ("Content-Type", "application/x-ndjson"))).Status);
        Assert.Single(door.Events);
        Assert.StartsWith("[1]", Assert.Single(door.Parked.Items).Reason);
    }

    [Theory]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","id":"1","source":"/till","type":"order.placed","time":"2026-05-04T09:00:00Z","data":{"customer":{"loyalty":"4711"},"data":{"store":"Leeds"}}}""")]
    [InlineData("application/cloudevents-batch+json", """[{"specversion":"1.0","id":"1","source":"/till","type":"order.placed","time":"2026-05-04T09:00:00Z","data":{"customer":{"loyalty":"4711"},"data":{"store":"Leeds"}}}]""")]
    [InlineData("application/cloudevents+json", """{"specversion":"1.0","id":"1","source":"/till","type":"order.placed","time":"2026-05-04T09:00:00Z","data_base64":"eyJjdXN0b21lciI6eyJsb3lhbHR5IjoiNDcxMSJ9LCJkYXRhIjp7InN0b3JlIjoiTGVlZHMifX0="}""")]
    public async Task Cloud_events_are_taken_in_each_form(string type, string body)
    {
        Assert.Equal(202, (await door.PostEventsAsync(body, Key, ("Content-Type", type))).Status);
        var one = Assert.Single(door.Events);
        Assert.Equal((EventKinds.OrderPlaced, "4711", "Leeds"), (one.Kind, one.Customer.Loyalty, one.Data.Store));
    }

    [Fact]
    public async Task A_binary_cloud_event_tells_its_attributes_in_headers_decoded_once()
    {
        var answer = await door.PostEventsAsync(
            """{"data":{"store":"Leeds"}}""", Key, ("Content-Type", "application/json"), ("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/till"),
            ("ce-type", "com.example.someEvent"), ("ce-subject", "ann%2Bsmith%40example.org"));
        Assert.Equal(202, answer.Status);
        var one = Assert.Single(door.Events);
        Assert.Equal(("com.example.someevent", "ann+smith@example.org", DoorHarness.Today), (one.Kind, one.Customer.Email, one.At));
    }

    [Fact]
    public async Task A_cloud_event_about_nobody_is_parked_since_it_is_well_formed()
    {
        Assert.Equal(202, (await door.PostEventsAsync("""{"specversion":"1.0","id":"1","source":"/a","type":"com.example.some","data":7}""", Key, ("Content-Type", "application/cloudevents+json"))).Status);
        Assert.Empty(door.Events);
        Assert.Single(door.Parked.Items);
    }

    [Fact]
    public async Task The_handshake_of_cloud_event_webhooks_is_granted()
    {
        var request = DoorHarness.Request("OPTIONS", "/api/events", [], ("WebHook-Request-Origin", "eventemitter.example.com"), ("WebHook-Request-Rate", "120"));
        Assert.Equal(200, (await door.EventsAsync(request)).Status);
        var headers = request.HttpContext.Response.Headers;
        Assert.Equal(("POST", "eventemitter.example.com", "*"), (headers.Allow.ToString(), headers["WebHook-Allowed-Origin"].ToString(), headers["WebHook-Allowed-Rate"].ToString()));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/cloudevents+json")]
    public async Task A_name_that_is_not_Unicode_is_the_fault_of_its_event(string type)
    {
        var answer = await door.PostEventsAsync("""{"\ud800":1,"type":"order.placed","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}""", Key, ("Content-Type", type));
        Assert.True(answer.Status == 400 || door.Parked.Items.Count == 1, $"{answer}");
        Assert.Empty(door.Events);
    }

    [Fact]
    public async Task A_name_that_is_not_Unicode_does_not_lose_the_other_events()
    {
        Assert.Equal(202, (await door.PostEventsAsync($$"""[{"\ud800":1},{{Sale}}]""", Key)).Status);
        Assert.Equal((1, 1), (door.Events.Count, door.Parked.Items.Count));
    }

    [Fact]
    public async Task A_number_beyond_all_numbers_is_the_fault_of_its_event_and_the_others_are_taken()
    {
        var endless = Sale.Replace("\"store\":\"Leeds\"", "\"seconds\":1e400");
        Assert.Equal((400, "data.seconds"), await door.PostEventsAsync(endless, Key) is var answer ? (answer.Status, answer.Field) : default);
        Assert.Equal(202, (await door.PostEventsAsync($"[{endless},{Sale}]", Key)).Status);
        Assert.Equal((1, 1), (door.Events.Count, door.Parked.Items.Count));
    }
}
