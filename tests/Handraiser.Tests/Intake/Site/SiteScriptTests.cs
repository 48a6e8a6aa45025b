using System.IO.Compression;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Site;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Handraiser.Tests.Intake.Site;

public sealed class SiteScriptTests
{
    private const int MostBytes = 3 * 1024;

    private static readonly SiteSettings On = new() { Origins = new HashSet<string> { SiteHarness.Shop } };

    [Fact]
    public async Task The_script_weighs_less_than_three_kilobytes_on_the_wire()
    {
        var (http, body) = await GetAsync(On, ("Accept-Encoding", "br, gzip"));

        Assert.Equal("gzip", http.Response.Headers.ContentEncoding.ToString());
        Assert.InRange(body.Length, 1, MostBytes - 1);
        using var unzipped = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var text = new StreamReader(unzipped, Encoding.UTF8);
        Assert.Contains("globalPrivacyControl", await text.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_cached_and_asked_for_again_only_when_it_changed()
    {
        var (first, body) = await GetAsync(On);
        var (second, nothing) = await GetAsync(On, ("If-None-Match", first.Response.Headers.ETag.ToString()));

        Assert.Equal((200, "text/javascript; charset=utf-8"), (first.Response.StatusCode, first.Response.ContentType));
        Assert.Contains("max-age=3600", first.Response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(body);
        Assert.Equal((304, 0), (second.Response.StatusCode, nothing.Length));
    }

    [Fact]
    public async Task Without_an_origin_in_the_settings_it_is_not_there() =>
        Assert.Equal(404, (await GetAsync(new SiteSettings())).Http.Response.StatusCode);

    [Fact]
    public async Task It_speaks_of_the_same_things_as_the_door_and_the_links()
    {
        var text = Encoding.UTF8.GetString((await GetAsync(On)).Body);

        Assert.Contains($"TOKEN = '{CustomerLinks.SiteParameter}'", text, StringComparison.Ordinal);
        foreach (var kind in new[] { EventKinds.PageViewed, EventKinds.ProductViewed, EventKinds.CategoryViewed, EventKinds.ProductsSearched, EventKinds.CartUpdated, EventKinds.ConsentChanged })
        {
            Assert.Contains($"'{kind}'", text, StringComparison.Ordinal);
        }
    }

    private static async Task<(HttpContext Http, byte[] Body)> GetAsync(SiteSettings settings, params (string Name, string Value)[] headers)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        http.Request.Method = "GET";
        http.Response.Body = body;
        foreach (var (name, value) in headers) http.Request.Headers[name] = value;
        await new SiteScript(settings).AnswerAsync(http);
        return (http, body.ToArray());
    }
}
