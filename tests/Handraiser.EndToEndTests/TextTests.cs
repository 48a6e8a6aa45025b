using System.Net;
using System.Text;
using Handraiser.Profiles;
using Microsoft.Playwright;

namespace Handraiser.EndToEndTests;

/// <summary>Texts in a browser: caught, told as delivered, answered with STOP and START by webhooks that are signed as Twilio signs.</summary>
public sealed class TextTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    [SkippableFact]
    public async Task STOP_takes_consent_back_at_once_ends_what_is_on_its_way_and_START_gives_it_back()
    {
        await using var scene = await TalkingShop.OpenAsync(storage.ConnectionString);
        await scene.TellAsync("customer.updated", new { traits = new { firstName = "Mary" } });
        await scene.TellAsync("consent.changed", new { channel = "sms", granted = true });
        await scene.TellAsync("store.visited", new { store = "Leeds" });
        await scene.PassAsync(2);
        var text = Assert.Single(scene.Texts.All);
        Assert.Equal(TalkingShop.Phone, text.To);
        Assert.Equal((await scene.MaryAsync()).Id, text.CustomerId);

        await scene.TellAsync("product.reviewed", new { productId = "71", rating = 5 });
        Assert.Contains((await scene.MaryAsync()).Runs, r => r.Play == "texting-later");
        await PressAsync(scene, "Delivered");
        await PressAsync(scene, "STOP");
        await Screenshots.TakeAllAsync(scene.Page, "texts");
        Assert.False(Granted(await scene.MaryAsync()));
        await scene.TellAsync("store.visited", new { store = "Leeds" }, "2");
        await scene.PassAsync(60);
        Assert.Single(scene.Texts.All);

        await PressAsync(scene, "START");
        Assert.True(Granted(await scene.MaryAsync()));
        await scene.TellAsync("store.visited", new { store = "Leeds" }, "3");
        await scene.PassAsync(2);
        Assert.Equal(2, scene.Texts.All.Count);

        await scene.GoAsync($"local/mailbox/customer/{Uri.EscapeDataString(TalkingShop.Phone)}");
        Assert.Equal($"2 messages to {TalkingShop.Phone}", await scene.HeadingAsync());
        await Screenshots.TakeAllAsync(scene.Page, "conversation");
    }

    [SkippableFact]
    public async Task STOP_that_Twilio_did_not_sign_is_refused()
    {
        await using var scene = await TalkingShop.OpenAsync(storage.ConnectionString);
        await scene.TellAsync("consent.changed", new { channel = "sms", granted = true });
        var stop = Encoding.UTF8.GetBytes($"MessageSid=SM1&SmsStatus=received&From={Uri.EscapeDataString(TalkingShop.Phone)}&To=%2B447700900000&Body=STOP");

        Assert.Equal(HttpStatusCode.Unauthorized, await scene.Shop.Webhooks.PostAsync("twilio", stop, ("X-Twilio-Signature", Convert.ToBase64String(new byte[20]))));

        await scene.Shop.DrainAsync();
        Assert.True(Granted(await scene.MaryAsync()));
    }

    private static bool Granted(Profile mary) => mary.Permissions.Stopped(Channels.Sms) is null && mary.Permissions.Said(Channels.Sms) is { Granted: true };

    private static async Task PressAsync(TalkingShop scene, string button)
    {
        await scene.GoAsync("local/texts");
        await scene.PressAsync(button);
        Assert.DoesNotContain("did not take", await scene.Page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
        await scene.Shop.DrainAsync();
    }
}
