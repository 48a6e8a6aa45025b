using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Handraiser.Events;
using Handraiser.LocalHost.Mailbox;
using Handraiser.Profiles;
using Microsoft.Playwright;

namespace Handraiser.EndToEndTests;

/// <summary>The script in the pages of a shop, in a real browser and on another origin than the app.</summary>
public sealed class SiteTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const string Person = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36";
    private const int Carts = 8;

    /// <summary>A Tuesday in London's winter.</summary>
    private static readonly DateTimeOffset Eight = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task Nothing_is_told_before_consent_and_then_what_was_looked_at_and_put_into_the_cart()
    {
        await using var scene = await Scene.OpenAsync(storage.ConnectionString);
        var page = await scene.PageAsync();

        await page.GotoAsync(scene.At("p/71"));
        await page.Locator("[data-hr-add]").ClickAsync();
        await scene.LeaveAsync(page);
        Assert.Equal((0, 0, ""), (scene.Posts, await StoredAsync(page), await ToldAsync(page)));

        await page.GotoAsync(scene.At("p/71"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow cookies" }).ClickAsync();
        await page.Locator("[data-hr-add]").ClickAsync();
        await page.EvaluateAsync("new Promise(looked => setTimeout(looked, 1100))");
        await Screenshots.TakeAsync(page, "site");
        await page.GotoAsync(scene.At("p/72"));
        await scene.LeaveAsync(page);

        var visitor = await scene.OnlyAsync(p => p.Rhythm.Views == 2 && p.Person.KnownSince is null);
        Assert.True(visitor.Permissions.Said(Channels.Tracking)!.Granted);
        Assert.Equal(["71", "72"], visitor.Recent.Where(e => e.Kind == EventKinds.ProductViewed).Select(e => e.Product));
        Assert.Equal("71", Assert.Single(Assert.Single(visitor.Carts).Lines).ProductId);
        Assert.Matches("""\"id\":\"71\"[^{}]*\},\"seconds\":[1-9]""", await ToldAsync(page));

        await page.GotoAsync(scene.At("p/71"));
        await page.EvaluateAsync("handraiser('consent', false)");
        await scene.OnlyAsync(p => p.Permissions.Said(Channels.Tracking) is { Granted: false });
        Assert.Equal(0, await StoredAsync(page));
    }

    [SkippableTheory]
    [InlineData("globalPrivacyControl", "true")]
    [InlineData("doNotTrack", "'1'")]
    public async Task Who_asks_not_to_be_followed_is_left_alone_whatever_the_page_says(string signal, string value)
    {
        await using var scene = await Scene.OpenAsync(storage.ConnectionString);
        var page = await scene.PageAsync($"Object.defineProperty(Navigator.prototype, '{signal}', {{ get: () => {value} }})");

        await page.GotoAsync(scene.At("p/71"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow cookies" }).ClickAsync();
        await page.Locator("[data-hr-add]").ClickAsync();
        await scene.LeaveAsync(page);

        Assert.Equal((0, 0, ""), (scene.Posts, await StoredAsync(page), await ToldAsync(page)));
    }

    [SkippableFact]
    public async Task The_link_of_a_mail_tells_who_came_and_two_people_at_one_device_stay_two()
    {
        await using var scene = await Scene.OpenAsync(storage.ConnectionString);
        var mails = await scene.CartMailsAsync();
        var page = await scene.PageAsync();

        foreach (var mail in mails[..2])
        {
            await page.GotoAsync(Link(mail, scene.Shop.Origin));
            await page.EvaluateAsync("handraiser('consent', true)");
            Assert.DoesNotContain("hr=", page.Url, StringComparison.Ordinal);
            await page.GotoAsync(scene.At("p/71"));
            await scene.LeaveAsync(page);
            await scene.CustomerAsync(mail.To, p => p.Recent.Any(e => e.Kind == EventKinds.ProductViewed));
        }

        // The mail of the second names nobody but the second: the first has looked at one product, not at two.
        foreach (var mail in mails[..2])
        {
            var customer = await scene.CustomerAsync(mail.To, _ => true);
            Assert.Equal(1, customer.Recent.Count(e => e.Kind == EventKinds.ProductViewed));
        }
    }

    [SkippableFact]
    public async Task Other_origins_hear_that_they_may_not()
    {
        await using var scene = await Scene.OpenAsync(storage.ConnectionString);
        using var http = new HttpClient { BaseAddress = scene.App.App.Address };
        using var stranger = new HttpRequestMessage(HttpMethod.Post, "api/collect") { Content = JsonContent.Create(new { id = "12345678" }), Headers = { { "Origin", "https://evil.example" } } };

        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("handraiser.js")).StatusCode);
    }

    private static string Link(CaughtMail mail, string origin) => WebUtility.HtmlDecode(Regex.Match(mail.Html, $"{Regex.Escape(origin)}/cart[^\"]*").Value);

    private static Task<int> StoredAsync(IPage page) => page.EvaluateAsync<int>("localStorage.length + document.cookie.length");

    /// <summary>What the pages of this tab handed to the browser; what a page sends as it goes, no tool outside of it sees.</summary>
    private static Task<string> ToldAsync(IPage page) => page.EvaluateAsync<string>("sessionStorage.told || ''");

    /// <summary>A shop's site, the app, and a browser in front of both.</summary>
    private sealed class Scene(IPlaywright playwright, IBrowser browser, ShopPages pages, RunningShop app) : IAsyncDisposable
    {
        public ShopPages Shop => pages;
        public RunningShop App => app;

        /// <summary>How often pages that were still open posted to the app.</summary>
        public int Posts { get; private set; }

        public static async Task<Scene> OpenAsync(string storage)
        {
            var playwright = await Playwright.CreateAsync();
            // By itself it says in its agent that it is headless, and is taken for a machine. Set for a page alone, its last beacon would miss it.
            var browser = await Chromium.LaunchAsync(playwright, $"--user-agent={Person}");
            var pages = await ShopPages.OpenAsync();
            var app = await RunningShop.OpenAsync(storage, Eight, o => o with { Settings = new Dictionary<string, string?> { ["Site:Origins:0"] = pages.Origin } });
            pages.Script = new Uri(app.App.Address, "api/handraiser.js");
            return new Scene(playwright, browser, pages, app);
        }

        public string At(string path) => new Uri(pages.Address, path).ToString();

        /// <summary>A page of a browser that has never been here.</summary>
        public async Task<IPage> PageAsync(string script = "")
        {
            var context = await browser.NewContextAsync();
            await context.AddInitScriptAsync($$"""
                {{script}};
                const send = navigator.sendBeacon.bind(navigator)
                navigator.sendBeacon = (to, body) => { sessionStorage.told = (sessionStorage.told || '') + body; return send(to, body) }
                """);
            context.Request += (_, request) => Posts += request.Url.EndsWith("/api/collect", StringComparison.Ordinal) ? 1 : 0;
            return await context.NewPageAsync();
        }

        /// <summary>Goes to a page of the shop without the script having anything new to see there.</summary>
        public async Task LeaveAsync(IPage page) => await page.GotoAsync(At("robots.txt"));

        /// <summary>The one visitor of whom it is true, once it is.</summary>
        public async Task<Profile> OnlyAsync(Func<Profile, bool> condition)
        {
            Profile? found = null;
            await Eventually.TrueAsync(
                async () =>
                {
                    await app.DrainAsync();
                    return (found = (await app.CustomersAsync()).FirstOrDefault(condition)) is not null;
                },
                "what the site told reached the profile",
                tries: 400);
            return found!;
        }

        public Task<Profile> CustomerAsync(string email, Func<Profile, bool> condition) => OnlyAsync(p => p.Person.Email == email && condition(p));

        /// <summary>Carts are left and their mails arrive; the holdout keeps some without one.</summary>
        public async Task<List<CaughtMail>> CartMailsAsync()
        {
            using var http = new HttpClient { BaseAddress = app.App.Address };
            http.DefaultRequestHeaders.Add("x-functions-key", app.App.Keys.Events);
            var carts = Enumerable.Range(0, Carts).Select(i => new
            {
                type = EventKinds.CartUpdated,
                at = Eight,
                customer = new { email = $"site{i}@mail.example" },
                data = new { cartId = $"c{i}", lines = new[] { new { id = "71", title = "Ski socks", price = 10 } }, value = 10, currency = "GBP", resumeUrl = At($"cart?c={i}") },
            });
            Assert.Equal(HttpStatusCode.Accepted, (await http.PostAsJsonAsync("api/events", carts)).StatusCode);
            await app.DrainAsync();
            await app.PassAsync(TimeSpan.FromHours(4.5), TimeSpan.FromMinutes(30));
            return [.. app.Mailbox.All.Where(m => m.Template == "cart-left" && m.To.StartsWith("site", StringComparison.Ordinal))];
        }

        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            playwright.Dispose();
            await app.DisposeAsync();
            await pages.DisposeAsync();
        }
    }
}
