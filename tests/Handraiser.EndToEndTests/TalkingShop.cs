using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Handraiser.LocalHost.Mailbox;
using Handraiser.Profiles;
using Microsoft.Playwright;

namespace Handraiser.EndToEndTests;

/// <summary>A shop that asks, texts and listens; its one customer Mary; and a browser.</summary>
internal sealed class TalkingShop(IPlaywright playwright, IBrowser browser, IPage page, RunningShop shop) : IAsyncDisposable
{
    public const string Mary = "mary@mail.example";
    public const string Phone = "+447700900123";

    private const string Book = """
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP, address: "1 High Street, Leeds" }
        team:
          - { name: Ana, email: ana@ridgeway.example, hours: Mon-Fri 09:00-17:00, perDay: 20 }
        limits: { email: { minGap: 0m, perWeek: 50 }, sms: { minGap: 0m, perWeek: 50 } }
        topics: { offers: Codes and offers, questions: Questions }
        questions:
          why: { ask: What holds you back?, answers: { size: I never know my size, price: The price }, then: { size: tall } }
          tall: { ask: How tall are you?, answers: { under: Under 165 cm, over: 165 cm or more } }
        plays:
          asking: { on: order.placed, topic: questions, ask: why }
          texting: { on: store.visited, send: { sms: drop-by } }
          texting-later: { on: product.reviewed, wait: 30m, send: { sms: drop-by } }
          listening: { on: email.replied, followUp: reply-note }
          words: { on: { event: answer.given, inWords: true }, followUp: answer-note }
        """;

    /// <summary>A Tuesday in London's winter, late in the morning.</summary>
    private static readonly DateTimeOffset Eleven = new(2026, 3, 10, 11, 0, 0, TimeSpan.Zero);

    public RunningShop Shop => shop;
    public IPage Page => page;
    public IBrowser Browser => browser;
    public TextBox Texts => shop.Service<TextBox>();

    public static async Task<TalkingShop> OpenAsync(string storage)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { AcceptDownloads = true });
        var talking = new TalkingShop(playwright, browser, page, await RunningShop.OpenAsync(storage, Eleven));
        using var book = new StringContent(Book, Encoding.UTF8, "application/yaml");
        await talking.Shop.TextAsync(HttpMethod.Post, "playbook", book);
        await talking.PassAsync(2);
        return talking;
    }

    /// <summary>Lets minutes pass.</summary>
    public Task PassAsync(int minutes) => shop.PassAsync(TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(int.Max(1, minutes / 2)));

    /// <summary>Tells what Mary did, by the shop's own events.</summary>
    public async Task TellAsync(string kind, object data, string number = "1")
    {
        var told = new { id = $"{kind}:{number}", type = kind, at = shop.Now, customer = new { email = Mary, phone = Phone }, data };
        Assert.Equal(HttpStatusCode.Accepted, await shop.SendAsync(HttpMethod.Post, "events", JsonContent.Create(told), shop.App.Keys.Events));
        await shop.DrainAsync();
    }

    /// <summary>The one mail of a template, once it has come.</summary>
    public async Task<CaughtMail> MailAsync(string template)
    {
        await PassAsync(2);
        return Assert.Single(shop.Mailbox.All, m => m.Template == template);
    }

    public async Task<Profile> MaryAsync() => Assert.Single(await shop.CustomersAsync(), c => c.Person.Email == Mary);

    /// <summary>Goes to a page of the app.</summary>
    public Task GoAsync(string path) => page.GotoAsync(new Uri(shop.App.Address, path).ToString());

    public Task PressAsync(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    public Task<string> HeadingAsync() => page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();

    /// <summary>Opens the responders' pages, as a responder does.</summary>
    public async Task EnterDeskAsync()
    {
        await GoAsync("api/desk");
        await page.GetByLabel("Your name").FillAsync("Ana");
        await page.GetByLabel("The operators' key").FillAsync(shop.App.Keys.Operator);
        await PressAsync("Open");
    }

    /// <summary>The first link of a mail that leads to a page.</summary>
    public static string LinkTo(CaughtMail mail, string page) =>
        Regex.Matches(mail.Html, "href=\"(http[^\"]*)\"").Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).First(l => l.Contains($"/{page}/", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
        await shop.DisposeAsync();
    }
}
