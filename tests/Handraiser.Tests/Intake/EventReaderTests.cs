using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Handraiser.Events;
using Handraiser.Functions.Intake.OwnEvents;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed class EventReaderTests
{
    private const string Least = """{"id":"1","type":"cart.updated","at":"2026-05-04T09:00:00Z","customer":{"email":"a@b.example"}}""";

    private const string Most = """
        {"id":"till-7:1","type":"order.placed","at":"2026-05-04T09:00:00.1234567+01:00",
         "customer":{"id":"abcdefghijklmnopqrstuvwxyz","email":"zo\u00eb@b.example","shopId":"s","loyalty":"l","phone":"+441","cart":"c","anonymousId":null},
         "data":{"campaign":"spring","message":"m","action":"a","url":"https://a.example/?x=1\u0026y=2","agent":"Agent 😀","ip":"::1","cartId":"c1","checkoutId":"c2","orderId":"o",
          "lines":[{"id":"71","variant":"7","title":"Ski socks","category":"clothing/socks","brand":"Ridge","quantity":2,"price":6.25,"url":"u","image":"i"},{"quantity":0}],
          "value":12.50,"currency":"GBP","resumeUrl":"r","product":{"id":"9","price":1e2},"category":"x"}}
        """;

    [Theory]
    [InlineData(Least)]
    [InlineData(Most)]
    [InlineData("""{"customer":{"cart":"c"},"data":{"lines":[],"value":null},"at":"2026-05-04T09:00:00-00:30","type":"a.b","id":"2","id":"3"}""")]
    public void What_is_usual_is_read_as_the_serializer_reads_it(string told)
    {
        var usual = Usual(told);
        Assert.NotNull(usual);
        using var document = JsonDocument.Parse(told);
        Assert.Equal(Json(OwnEvent.Read(document.RootElement, DoorHarness.Today)), Json(usual));
        Assert.Equal(TimeSpan.Zero, usual.At.Offset);
    }

    /// <summary>Nothing that an event may have is passed over: a field that is not read here is left to the serializer with all else.</summary>
    [Fact]
    public void Each_field_of_an_event_is_read_or_left_to_the_serializer()
    {
        foreach (var (path, type) in new[] { ("", typeof(CustomerEvent)), ("customer", typeof(Identifiers)), ("data", typeof(EventData)), ("data.product", typeof(ProductLine)) })
        {
            foreach (var name in type.GetProperties().Select(p => p.GetCustomAttribute<System.Text.Json.Serialization.JsonPropertyNameAttribute>()?.Name).OfType<string>())
            {
                foreach (var value in new[] { "\"2026-05-04T09:00:00Z\"", "\"text\"", "7", "true", "[\"a\"]", "[{\"id\":\"7\"}]", "{\"a\":\"b\"}", "{\"id\":\"abcdefghijklmnopqrstuvwxyz\"}" })
                {
                    if (Usual(With(path, name, value)) is not { } usual) continue;
                    using var document = JsonDocument.Parse(With(path, name, value));
                    Assert.Equal(Json(OwnEvent.Read(document.RootElement, DoorHarness.Today)), Json(usual));
                }
            }
        }
    }

    [Theory]
    [InlineData("id", "null")]
    [InlineData("id", "\"\"")]
    [InlineData("id", "7")]
    [InlineData("type", "\"Order Placed\"")]
    [InlineData("type", "\"time.passed\"")]
    [InlineData("at", "\"2026-05-04T09:00:00\"")]
    [InlineData("at", "\"2026-05-04\"")]
    [InlineData("at", "\"yesterday, at about noon\"")]
    [InlineData("at", "1777885200")]
    [InlineData("customer", "{}")]
    [InlineData("data", "null")]
    [InlineData("data", "{\"value\":\"12\"}")]
    [InlineData("data", "{\"value\":1e99}")]
    [InlineData("data", "{\"lines\":[7]}")]
    [InlineData("data", "{\"lines\":[{\"quantity\":1.5}]}")]
    [InlineData("data", "{\"granted\":true}")]
    [InlineData("receivedAt", "\"2026-05-04T09:00:00Z\"")]
    [InlineData("replayed", "true")]
    public void What_is_unusual_is_left_to_the_serializer(string field, string value) => Assert.Null(Usual(With("", field, value)));

    [Fact]
    public async Task Usual_and_unusual_events_of_a_list_keep_their_order_and_their_places()
    {
        var door = new DoorHarness(("Keys:Events", "k"));
        string[] told = [Numbered(0), With("", "extra", "1", 1), Numbered(2), With("", "at", "\"never\"", 3), Numbered(4), With("data", "store", "\"Leeds\"", 5)];
        Assert.Equal(202, (await door.PostEventsAsync($"[{string.Join(',', told)}]", ("x-functions-key", "k"))).Status);
        Assert.Equal(["0", "1", "2", "4", "5"], door.Events.Select(e => e.Id));
        Assert.StartsWith("[3].at", Assert.Single(door.Parked.Items).Reason, StringComparison.Ordinal);

        static string Numbered(int id) => Least.Replace("\"1\"", $"\"{id}\"", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00\\ud800")]
    public void Text_that_is_no_unicode_is_left_to_the_serializer(string text) => Assert.Null(Usual(Least.Replace("a@b", text, StringComparison.Ordinal)));

    [Theory]
    [InlineData("""{"cartId":"c","lines":[{"id":"7"}]}""", "c")]
    [InlineData("""{"cartId":"c","store":"Leeds"}""", null)]
    [InlineData("7", null)]
    public void Details_are_read_the_same_way(string json, string? cart) => Assert.Equal(cart, EventReader.Data(json)?.CartId);

    [Fact]
    public void Details_of_any_length_are_read()
    {
        var data = new EventData { CartId = "c", Lines = [.. Enumerable.Range(0, 100).Select(i => new ProductLine { ProductId = $"{i}", Title = "Zoë's 😀" })] };
        var read = EventReader.Data(JsonSerializer.Serialize(data, EventJson.Details));
        Assert.Equal(JsonSerializer.Serialize(data, EventJson.Details), JsonSerializer.Serialize(read!, EventJson.Details));
    }

    private static CustomerEvent? Usual(string told)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(told));
        reader.Read();
        var one = OwnEvent.Usual(ref reader, DoorHarness.Today);
        Assert.True(one is null || (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0));
        return one;
    }

    /// <summary>The least that an event has, with a field of one of its parts.</summary>
    private static string With(string part, string field, string value, int id = 1)
    {
        var whole = JsonNode.Parse(Least)!;
        whole["id"] = $"{id}";
        var at = whole;
        foreach (var name in part.Split('.', StringSplitOptions.RemoveEmptyEntries)) at = at[name] ??= new JsonObject();
        at[field] = JsonNode.Parse(value);
        return whole.ToJsonString();
    }

    private static string Json(CustomerEvent one) => JsonSerializer.Serialize(one, EventJson.One);
}
