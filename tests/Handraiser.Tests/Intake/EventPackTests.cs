using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Xml;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed class EventPackTests
{
    private static CustomerEvent Mail(string id, string? reason = null) => new()
    {
        Id = id,
        Kind = EventKinds.EmailBounced,
        At = DoorHarness.Today.AddTicks(-17),
        ReceivedAt = DoorHarness.Today,
        Source = "sendgrid",
        Customer = new Identifiers { Email = "ann@example.org", Id = "abcdefghijklmnopqrstuvwxyz" },
        Data = new EventData { Campaign = "spring", MessageId = "m", ActionId = "a", Url = "https://a.example/?x=1&y=<2>", UserAgent = "agent", Ip = "::1", Machine = false, Bounce = BounceKind.Hard, Reason = reason },
    };

    private static string Json(IEnumerable<CustomerEvent> events) => JsonSerializer.Serialize(events.ToArray(), EventJson.Many);

    [Theory]
    [InlineData("plain")]
    [InlineData("tab\there, line\nend, \\ and ~0")]
    [InlineData("~5")]
    [InlineData("\0\u0001\uFFFE and lone \ud800 here \udc00")]
    [InlineData("Zoë 😀 ✓")]
    [InlineData("")]
    public void What_is_packed_comes_back_whatever_it_says(string reason)
    {
        CustomerEvent[] events = [Mail("1", reason), Mail("2", reason), Mail("3") with { ReceivedAt = DoorHarness.Today.AddDays(1), Customer = new Identifiers { Email = reason, Cart = "c", Phone = "+1", ShopId = "s", Loyalty = "l", AnonymousId = "a" } }];
        var back = EventPack.Read(EventPack.Write(events));
        Assert.Equal(events.Select(e => (e.Id, e.Kind, e.At, e.ReceivedAt, e.Source, e.Customer, e.Data.Reason)), back.Select(e => (e.Id, e.Kind, e.At, e.ReceivedAt, e.Source, e.Customer, e.Data.Reason)));
        Assert.Equal(Json(events), Json(back));
    }

    [Theory]
    [InlineData("\0\u0001\uFFFE and lone \ud800 here")]
    public void A_pack_can_travel_in_xml_and_utf8(string reason)
    {
        var text = EventPack.Write([Mail("1", reason)]);
        XmlConvert.VerifyXmlChars(text);
        Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Carts_and_everything_else_come_back_too()
    {
        CustomerEvent[] events =
        [
            Mail("1") with { Kind = EventKinds.CartUpdated, Data = new EventData { CartId = "c", Lines = [new ProductLine { ProductId = "71", Title = "Tab\tsocks", Quantity = 2, Price = 9.99m }], Value = 19.98m, Traits = ImmutableDictionary<string, string>.Empty.Add("a", "b") } },
            Mail("2") with { Data = EventData.None },
        ];
        Assert.Equal(Json(events), Json(EventPack.Read(EventPack.Write(events))));
    }

    [Fact]
    public void No_detail_of_an_event_is_forgotten_by_the_briefform()
    {
        var brief = new[] { "campaign", "message", "action", "url", "agent", "ip", "machine", "bounce", "reason" };
        foreach (var property in EventJson.Details.Properties.Where(p => !brief.Contains(p.Name)))
        {
            var value = property.PropertyType switch
            {
                var t when t == typeof(string) => "\"x\"",
                var t when t == typeof(bool?) => "true",
                var t when t == typeof(decimal?) || t == typeof(double?) => "1.5",
                var t when t == typeof(ImmutableArray<string>) => "[\"x\"]",
                var t when t == typeof(ImmutableArray<ProductLine>) => "[{\"id\":\"x\"}]",
                var t when t == typeof(ProductLine) => "{\"id\":\"x\"}",
                _ => "{\"x\":\"y\"}",
            };
            var one = Mail("1") with { Data = JsonSerializer.Deserialize($$"""{"{{property.Name}}":{{value}}}""", EventJson.Details)! };
            Assert.Equal(Json([one]), Json(EventPack.Read(EventPack.Write([one]))));
        }
    }

    [Fact]
    public void What_would_be_too_long_as_lines_is_deflated()
    {
        CustomerEvent[] events = [.. Enumerable.Range(0, 100).Select(i => Mail($"{i}") with { Data = new EventData { Text = new string((char)('a' + i % 26), 1_000) } })];
        var text = EventPack.Write(events);
        Assert.InRange(text.Length, 1, 20_000);
        Assert.Equal(Json(events), Json(EventPack.Read(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9")]
    [InlineData("2")]
    [InlineData("2x")]
    [InlineData("21\n")]
    [InlineData("21\n\tkx\t")]
    [InlineData("21\n\tk~0\ti1\tt1\tsx")]
    [InlineData("21\n\tkx\ti1\tt1\tsx\tj{")]
    [InlineData("21\n\tkx\ti\\00\tt1\tsx")]
    [InlineData("1AAAA")]
    public void What_is_no_pack_is_told_as_such(string text) => Assert.Throws<FormatException>(() => EventPack.Read(text));
}
