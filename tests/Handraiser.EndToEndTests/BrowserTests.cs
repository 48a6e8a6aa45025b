using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Handraiser.Functions.Pages;
using Handraiser.LocalHost.Mailbox;
using Microsoft.Playwright;

namespace Handraiser.EndToEndTests;

/// <summary>The whole circle as people see it, in a browser: a cart is left, its mail arrives, a link is clicked, a person gets it to answer.</summary>
public sealed class BrowserTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const int Carts = 8;

    /// <summary>A Tuesday in London's winter, an hour before the shop's people come.</summary>
    private static readonly DateTimeOffset Eight = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [SkippableFact]
    public async Task A_click_in_a_cart_mail_reaches_the_desk_and_leaving_ends_the_play()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync();
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Eight);

        for (var i = 0; i < Carts; i++) await shop.Webhooks.LeaveCartAsync($"browser{i}", $"browser{i}@mail.example", "Ada", Eight);
        await shop.DrainAsync();
        await shop.PassAsync(TimeSpan.FromHours(4.5), TimeSpan.FromMinutes(30));
        // The holdout keeps some without a mail: of those who got one, the first clicks, the second leaves, the third does nothing.
        var (clicker, leaver, idler) = await ListedAsync(page, shop);

        await ClickAsync(page, shop, clicker);
        await LeaveAsync(page, shop, leaver);
        await shop.PassAsync(TimeSpan.FromHours(3), TimeSpan.FromMinutes(30));
        await SeeAtTheDeskAsync(page, shop, clicker);

        await shop.PassAsync(TimeSpan.FromHours(24), TimeSpan.FromHours(1));
        Assert.Equal(["cart-left", "cart-left-2"], CartMails(shop, idler));
        Assert.Equal(["cart-left"], CartMails(shop, leaver));
        Assert.Equal(0, shop.Mailbox.Duplicates);
    }

    /// <summary>As the desk shows them: who has no name goes by the address, and what was clicked is a link.</summary>
    [SkippableFact]
    public async Task Long_addresses_and_links_never_make_a_page_wider_than_a_small_phone()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 320, Height = 640 } });
        var (address, link) = ("maximiliana.featherstonehaugh@verylongmailprovider.example", "https://ridgeway.example/bikes/commuter-and-touring-bicycles");

        await page.SetContentAsync(Page.Html("Follow-ups", HtmlText.Of($"""
            <h1>{address}</h1><p>{link}</p>
            <article class="card"><div class="row spread"><h2><a href="/">{address}</a></h2><span class="tag">for anyone</span></div><ul><li>clicked {link}</li></ul></article>
            """)));

        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private static async Task<(CaughtMail Clicker, CaughtMail Leaver, CaughtMail Idler)> ListedAsync(IPage page, RunningShop shop)
    {
        await page.GotoAsync(new Uri(shop.App.Address, "local/mailbox").ToString());
        await Screenshots.TakeAsync(page, "mailbox");
        var mails = shop.Mailbox.All.Where(m => m.Template == "cart-left").ToList();
        Assert.True(mails.Count >= 3, $"{mails.Count} cart mails of {Carts} carts");
        foreach (var mail in mails) Assert.Equal(1, await page.Locator(Row(mail)).CountAsync());
        return (mails[0], mails[1], mails[2]);
    }

    private static async Task ClickAsync(IPage page, RunningShop shop, CaughtMail mail)
    {
        await OpenAsync(page, shop, mail);
        Assert.Contains("Hi Ada", mail.Text, StringComparison.Ordinal);
        await Screenshots.TakeAsync(page, "mail");
        await page.Locator("form:has(input[name=url][value*='/checkouts/']) button").First.ClickAsync();
        Assert.Equal("Clicked.", await page.GetByRole(AriaRole.Status).InnerTextAsync());
        await shop.DrainAsync();
    }

    private static async Task LeaveAsync(IPage page, RunningShop shop, CaughtMail mail)
    {
        await OpenAsync(page, shop, mail);
        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe", Exact = true }).ClickAsync();
        Assert.Equal("Left with one click.", await page.GetByRole(AriaRole.Status).InnerTextAsync());
        await shop.DrainAsync();
    }

    private static async Task OpenAsync(IPage page, RunningShop shop, CaughtMail mail)
    {
        await page.GotoAsync(new Uri(shop.App.Address, "local/mailbox").ToString());
        await page.Locator(Row(mail)).ClickAsync();
        Assert.Equal(mail.Subject, await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync());
    }

    private static async Task SeeAtTheDeskAsync(IPage page, RunningShop shop, CaughtMail clicker)
    {
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("api/followups")).StatusCode);
        http.DefaultRequestHeaders.Add("x-functions-key", shop.App.Keys.Operator);
        var followUps = await http.GetFromJsonAsync<JsonElement>("api/followups");
        var item = Assert.Single(followUps.GetProperty("items").EnumerateArray());
        Assert.Equal(clicker.To, item.GetProperty("email").GetString());

        await page.GotoAsync(new Uri(shop.App.Address, "api/desk").ToString());
        await page.GetByLabel("Your name").FillAsync("Ana");
        await page.GetByLabel("The operators' key").FillAsync(shop.App.Keys.Operator);
        // From here on without a mouse.
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "1 customer waits for an answer" }).WaitForAsync();
        await Screenshots.TakeAsync(page, "desk");
        await page.Locator("article a").First.PressAsync("Enter");
        await page.GetByText(clicker.To).First.WaitForAsync();
        await Screenshots.TakeAsync(page, "follow-up");
    }

    private static string Row(CaughtMail mail) => $"a[href='/local/mailbox/{mail.Id}']";

    private static List<string> CartMails(RunningShop shop, CaughtMail first) =>
        [.. shop.Mailbox.All.Where(m => m.To == first.To && m.Template?.StartsWith("cart-left", StringComparison.Ordinal) == true).Select(m => m.Template!)];
}
