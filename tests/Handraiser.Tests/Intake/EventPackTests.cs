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
    public void What_brought_a_message_travels_with_it_and_changes_none_of_its_events()
    {
        CustomerEvent[] events = [Mail("1", "a"), Mail("2", "b")];
        var plain = EventPack.Write(events);
        using var batch = new LineBatch();
        foreach (var one in events)
        {
            EventLines.Write(batch, one);
            batch.End(0);
        }
        PackedEvent[] lines = [new(batch, 0), new(batch, 1)];
        const string Origins = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01";

        var told = EventPack.Write(lines, Origins);

        Assert.Equal(plain, EventPack.Write(lines));
        Assert.StartsWith(plain, told, StringComparison.Ordinal);
        Assert.Equal(Json(events), Json(EventPack.Read(told, out var origins)));
        Assert.Equal(Origins, origins);
        EventPack.Read(plain, out var none);
        Assert.Null(none);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void The_first_event_and_what_brought_them_are_told_without_reading_the_others(int count)
    {
        using var batch = new LineBatch();
        var events = Enumerable.Range(0, count).Select(i => Mail($"e{i}", $"reason {i}")).ToArray();
        foreach (var one in events)
        {
            EventLines.Write(batch, one);
            batch.End(0);
        }
        var text = EventPack.Write([.. Enumerable.Range(0, count).Select(i => new PackedEvent(batch, i))], "00-a");

        Assert.Equal(Json([events[0]]), Json([EventPack.First(text, out var origins)!]));
        Assert.Equal("00-a", origins);
        Assert.Equal(Json(events), Json(EventPack.Read(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@blob")]
    [InlineData("2nonsense")]
    [InlineData("3nonsense")]
    [InlineData("4nonsense")]
    public void What_is_no_pack_has_no_first_event(string text) => Assert.Null(EventPack.First(text, out _));

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
    [InlineData("3x")]
    [InlineData("3\n")]
    [InlineData("3\n\tk~00\ti1\tt1\tr1\tsx")]
    [InlineData("3\n~0")]
    [InlineData("3\n!x\n\tkx\ti1\tt1")]
    [InlineData("3\n~00x\n\tk~0\ti1\tt1\tr1\tsx")]
    [InlineData("3\n\tkx\ti1\tt99999999999999\tr1\tsx")]
    [InlineData("3\n\tkx\ti1\tr1\tsx")]
    [InlineData("4AAAA")]
    public void What_is_no_pack_is_told_as_such(string text) => Assert.Throws<FormatException>(() => EventPack.Read(text));

    /// <summary>Messages as they were once written: those that lie in a queue while a new version is deployed must be read.</summary>
    [Theory]
    [InlineData("1XY89C8IwEIb/y63Gkha/mkldxM3BTRyO5NRAm8Y0EYv0v3tRJyEE3uceuPdOL7AGFERVgoA4eOKgMcQieYORDFOMzCpZLaZyPpWzo6yVlPwmn5+FQJrsg8zmTyzln9h3Kei8ob913l4GRjr1sWspgHoBtWgbnqJza3pi6xsqunDNFjfKxZYwCuBemPUM9+aLBTTWUQ/q9Dtome+5J3TRxgFUJcAHm3fXRV2PZwEPbBLHkvMq1wiBnGYTdtsDjOP5DQ==")]
    [InlineData("2639134856000000000\n\tkcart.updated\tit:1\tt36000000000\tsshopify\tEann@example.org\tCc7\tj{\"cartId\":\"c7\",\"lines\":[{\"id\":\"71\",\"quantity\":2,\"price\":9.99}],\"value\":19.98,\"currency\":\"GBP\"}")]
    public void A_cart_of_every_format_is_read(string text) => Assert.Equal(
        """[{"id":"t:1","type":"cart.updated","at":"2026-05-04T09:00:00+00:00","receivedAt":"2026-05-04T10:00:00+00:00","source":"shopify","customer":{"email":"ann@example.org","cart":"c7"},"data":{"cartId":"c7","lines":[{"id":"71","quantity":2,"price":9.99}],"value":19.98,"currency":"GBP"}}]""",
        Json(EventPack.Read(text)));

    [Theory]
    [InlineData("2639134856000000000\n\tkemail.clicked\tisendgrid:click:e1\tt600000000\tssendgrid\tEann@example.org\tcspring\tmm1\ta9\tuhttps://a.example/?x=1\tb0\n\tk~0\tisendgrid:click:e2\tt17\ts~0\tIabcdefghijklmnopqrstuvwxyz\tc~0\tw\\005ctold \\007e")]
    [InlineData("3\n~00email.clicked\n~01639134856000000000\n~02sendgrid\n~03spring\n~04https://a.example/?x=1\n~05group=7\n\tk~00\tisendgrid:click:e1\tt1777888740\tr~01\ts~02\tEann@example.org\tc~03\tmm1\ta9\tu~04\tb0\tx~05\n\tk~00\tisendgrid:click:e2\tT639134855999999983\tr~01\ts~02\tIabcdefghijklmnopqrstuvwxyz\tc~03\tw\\005ctold \\007e")]
    [InlineData("4dY+xcsMgEETr81fkCyQwkkGa8SRNivQu3WBEMBEgAsiWU+Tbc4mjmTTZamfvbt8c23wSor20rlLOqlEPGNAd6yhrRLsjqzDdZh0Gk+z3Bssx2WDQNedSYu7rWlZ6kT46XT8ue4qT1qRpjnu+gREZYNfz/gfUawqFcs6FELwhkBALGSnwLEN4+u2qpmRAIQ+8pyA7mJEIJwIL9v9XvIXD+kDb3SXYH8CLPKlBv5qzfRudD1N8T7nMl+ty+7izrkdCWlUmNzyg4/oL")]
    public void Mail_of_every_format_is_read(string text)
    {
        var events = EventPack.Read(text);
        Assert.Equal(["sendgrid:click:e1", "sendgrid:click:e2"], events.Select(e => e.Id));
        Assert.All(events, e => Assert.Equal(("email.clicked", "sendgrid", "spring", DoorHarness.Today), (e.Kind, e.Source, e.Data.Campaign, e.ReceivedAt)));
        Assert.Equal([DoorHarness.Today.AddMinutes(-1), DoorHarness.Today.AddTicks(-17)], events.Select(e => e.At));
        Assert.Equal(("ann@example.org", "m1", "9", "https://a.example/?x=1", (bool?)false), (events[0].Customer.Email, events[0].Data.MessageId, events[0].Data.ActionId, events[0].Data.Url, events[0].Data.Machine));
        Assert.Equal(("abcdefghijklmnopqrstuvwxyz", "\\told ~"), (events[1].Customer.Id, events[1].Data.Reason));
        if (text[0] != '2') Assert.Equal("7", events[0].Data.Extra!["group"]);
    }
}
