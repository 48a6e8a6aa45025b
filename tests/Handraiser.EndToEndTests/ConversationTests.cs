using System.Text.Json;
using Handraiser.LocalHost.Mailbox;
using Microsoft.Playwright;

namespace Handraiser.EndToEndTests;

/// <summary>Talking with a customer, as people see it in a browser: asked and answered, written back, previewed, chosen, forgotten.</summary>
public sealed class ConversationTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    [SkippableFact]
    public async Task A_customer_is_asked_answers_writes_back_chooses_and_is_forgotten()
    {
        await using var scene = await TalkingShop.OpenAsync(storage.ConnectionString);

        await scene.TellAsync("order.placed", new { orderId = "1", value = 40, currency = "GBP" });
        var asked = await scene.MailAsync("why");
        await AnswerAsync(scene, asked);
        await ReplyAsync(scene, asked);
        await SeeWordsAtTheDeskAsync(scene);
        await PreviewAsync(scene, asked.CustomerId!);
        await ChooseAsync(scene, asked);
        await DownloadAsync(scene, asked);
        await ForgetAsync(scene, asked);
    }

    /// <summary>The link shows a page with the answer chosen; only the button answers, and one question leads to the next.</summary>
    private static async Task AnswerAsync(TalkingShop scene, CaughtMail asked)
    {
        var page = scene.Page;
        await page.GotoAsync(TalkingShop.LinkTo(asked, "answer"));
        Assert.True(await page.GetByLabel("I never know my size").IsCheckedAsync());
        await Screenshots.TakeAllAsync(page, "answer");
        await scene.Shop.DrainAsync();
        Assert.Empty((await scene.MaryAsync()).Answers);

        await scene.PressAsync("Send this answer");
        await scene.PassAsync(1);
        Assert.Equal("How tall are you?", await scene.HeadingAsync());
        await Screenshots.TakeAllAsync(page, "answer-next");
        await page.GetByLabel("165 cm or more").CheckAsync();
        await page.GetByRole(AriaRole.Textbox).FillAsync("182, and long arms");
        await scene.PressAsync("Send this answer");
        await Screenshots.TakeAllAsync(page, "answered");
        await scene.Shop.DrainAsync();
        await scene.PassAsync(2);
        Assert.Equal(["why", "tall"], (await scene.MaryAsync()).Answers.Select(a => a.Question));
    }

    /// <summary>Her mail program answers to the conversation's own address, quoting what it answers.</summary>
    private static async Task ReplyAsync(TalkingShop scene, CaughtMail asked)
    {
        Assert.StartsWith("reply-", asked.ReplyTo, StringComparison.Ordinal);
        await scene.GoAsync($"local/mailbox/{asked.Id}");
        await Screenshots.TakeAllAsync(scene.Page, "mail-asking");
        await scene.Page.GetByLabel("Words").FillAsync("Can I try one in Leeds?");
        await scene.PressAsync("Reply");
        Assert.Equal("Replied.", await scene.Page.GetByRole(AriaRole.Status).InnerTextAsync());
        await scene.Shop.DrainAsync();
        await scene.PassAsync(2);
    }

    private static async Task SeeWordsAtTheDeskAsync(TalkingShop scene)
    {
        var page = scene.Page;
        await scene.EnterDeskAsync();
        Assert.Equal(1, await page.Locator("article").CountAsync());
        await Screenshots.TakeAllAsync(page, "desk-replied");
        await page.Locator("article a").First.ClickAsync();
        var words = await page.Locator("body").InnerTextAsync();
        Assert.Contains("182, and long arms", words, StringComparison.Ordinal);
        Assert.Contains("Can I try one in Leeds?", words, StringComparison.Ordinal);
        Assert.DoesNotContain("> ", words, StringComparison.Ordinal);
        await Screenshots.TakeAllAsync(page, "desk-words");
    }

    private static async Task PreviewAsync(TalkingShop scene, string customer)
    {
        await scene.GoAsync($"api/preview/why?customer={customer}");
        Assert.Contains("What holds you back?", await scene.Page.FrameLocator("iframe").Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("would get it now", await scene.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await Screenshots.TakeAllAsync(scene.Page, "preview");
        await scene.GoAsync($"api/preview/drop-by?customer={customer}");
        Assert.Contains("would not get it (consent)", await scene.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await Screenshots.TakeAllAsync(scene.Page, "preview-text-refused");
    }

    /// <summary>A topic that is taken back is kept to at once; the page shows it when she comes back.</summary>
    private static async Task ChooseAsync(TalkingShop scene, CaughtMail asked)
    {
        var page = scene.Page;
        await page.GotoAsync(TalkingShop.LinkTo(asked, "preferences"));
        await Screenshots.TakeAllAsync(page, "preferences");
        await page.GetByLabel("Questions").UncheckAsync();
        await scene.PressAsync("Save");
        await Screenshots.TakeAllAsync(page, "saved");
        await scene.Shop.DrainAsync();
        await scene.TellAsync("order.placed", new { orderId = "2", value = 40, currency = "GBP" }, "2");
        await scene.PassAsync(2);
        Assert.Single(scene.Shop.Mailbox.All, m => m.Template == "why");
        await page.GotoAsync(TalkingShop.LinkTo(asked, "preferences"));
        Assert.False(await page.GetByLabel("Questions").IsCheckedAsync());
        Assert.True(await page.GetByLabel("Codes and offers").IsCheckedAsync());
    }

    private static async Task DownloadAsync(TalkingShop scene, CaughtMail asked)
    {
        var page = scene.Page;
        await scene.PressAsync("Send me my data");
        await Screenshots.TakeAllAsync(page, "look-into-your-mail");
        var mail = await scene.MailAsync("confirm-download");
        await page.GotoAsync(TalkingShop.LinkTo(mail, "confirm"));
        await Screenshots.TakeAllAsync(page, "confirm-download");
        var download = await page.RunAndWaitForDownloadAsync(() => scene.PressAsync("Download it"));
        using var told = JsonDocument.Parse(await File.ReadAllTextAsync(await download.PathAsync()));
        Assert.Contains("182, and long arms", told.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(asked.CustomerId!, told.RootElement.GetRawText(), StringComparison.Ordinal);
        // As much as the shop itself would send: what stands about her outside of her profile, too.
        Assert.NotEmpty(told.RootElement.GetProperty("followUps").EnumerateArray());
        Assert.Contains(told.RootElement.GetProperty("doneWithThisData").EnumerateArray(), line => line.GetProperty("by").GetString() == "customer");
    }

    /// <summary>In her own language by now. Asking erases nothing, nor does looking at the page of the confirming mail: its button does.</summary>
    private static async Task ForgetAsync(TalkingShop scene, CaughtMail asked)
    {
        var page = scene.Page;
        await page.GotoAsync(TalkingShop.LinkTo(asked, "preferences"));
        await page.GetByLabel("Language").SelectOptionAsync("de");
        await scene.PressAsync("Save");
        Assert.Equal("Gespeichert", await scene.HeadingAsync());
        await scene.Shop.DrainAsync();
        await page.GotoAsync(TalkingShop.LinkTo(asked, "preferences"));
        await Screenshots.TakeAllAsync(page, "preferences-german");
        await scene.PressAsync("Vergesst mich");
        var mail = await scene.MailAsync("confirm-erase");
        await page.GotoAsync(TalkingShop.LinkTo(mail, "confirm"));
        await Screenshots.TakeAllAsync(page, "confirm-erase");
        await scene.Shop.DrainAsync();
        Assert.NotNull((await scene.MaryAsync()).FirstFact);

        await scene.PressAsync("Ja, alles löschen");
        await Screenshots.TakeAllAsync(page, "erased");
        Assert.Contains("hat dich vergessen", await scene.HeadingAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(await scene.Shop.CustomersAsync(), c => c.Person.Email == TalkingShop.Mary);
    }
}
