using System.Text;
using Xunit;

namespace Handraiser.Tests.Intake.Site;

/// <summary>Anybody may post here: whatever it is, the answer is a plain refusal or all of it is kept.</summary>
public sealed class SiteFuzzTests
{
    private const int Inputs = 20_000;

    private static readonly string[] Seeds =
    [
        SiteHarness.Body(SiteHarness.View),
        SiteHarness.Body("""{"id":"e2","type":"product.viewed","ago":10,"seconds":40,"product":{"id":71,"title":"Ski socks","category":"Clothing > Socks","price":"10.00","currency":"gbp","url":"https://shop.example/p/71"}}"""),
        SiteHarness.Body("""{"id":"e3","type":"cart.updated","cart":{"id":"shopify:c9","lines":[{"id":"71","quantity":2,"price":10}],"value":20,"currency":"GBP","url":"https://shop.example/cart"}}""", """{"id":"e4","type":"consent.changed","granted":true}"""),
        SiteHarness.Body("""{"id":"e5","type":"products.searched","query":"blaue Strümpfe"}""").Replace("{\"id\":\"5f", "{\"token\":\"AQAAAAAAAAAA\",\"id\":\"5f", StringComparison.Ordinal),
    ];

    private static readonly string[] Pieces = ["null", "true", "{}", "[]", "-1", "1e400", "NaN", "\"\\ud800\"", "\"\\u0000\"", "9999999999999999999999999999999", "\"https://\"", "\"" + new string('x', 3000) + "\"", "[[[[[[[[[["];

    [Fact]
    public async Task No_body_makes_the_door_fail_or_keeps_half_of_it()
    {
        using var site = new SiteHarness(("Site:PerMinute", "100000"), ("Site:PerMinuteOfAddress", "100000"));
        var random = new Random(20260504);
        var taken = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var before = site.Transport.Messages.Count;

            var answer = await site.PostAsync(Mutated(Seeds[i % Seeds.Length], random));

            Assert.True(answer.Status is 204 or 400, $"{answer.Status} for input {i}");
            if (answer.Status == 400) Assert.False(string.IsNullOrEmpty(answer.Field), $"no field for input {i}");
            Assert.Equal(answer.Status == 204, site.Transport.Messages.Count > before);
            taken += answer.Status == 204 ? 1 : 0;
        }
        // Mutations that reach nothing but the reader of JSON would prove little.
        Assert.InRange(taken, Inputs / 100, Inputs * 9 / 10);
        Assert.All(site.Events, e => Assert.False(e.Customer.IsEmpty));
    }

    private static byte[] Mutated(string seed, Random random)
    {
        var text = seed;
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var colon = Places(text, ':');
            var at = colon[random.Next(colon.Count)] + 1;
            var end = text.IndexOfAny([',', '}', ']'], at);
            text = random.Next(4) switch
            {
                0 when end > at => text[..at] + Pieces[random.Next(Pieces.Length)] + text[end..],
                1 => text.Remove(random.Next(text.Length), 1),
                2 => text.Insert(random.Next(text.Length), ((char)random.Next(1, 0x2fff)).ToString()),
                _ => text,
            };
            if (Places(text, ':').Count == 0) break;
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(5) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static List<int> Places(string text, char c) => [.. Enumerable.Range(0, text.Length).Where(i => text[i] == c)];
}
