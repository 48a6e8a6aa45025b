using System.Net;
using System.Text.Json;

namespace Handraiser.EndToEndTests;

/// <summary>What a customer would get, or why not: asked over HTTP with the operators' key, and on the command line.</summary>
public sealed class PreviewTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    [SkippableFact]
    public async Task It_shows_what_the_customer_would_get_or_the_gate_and_sends_nothing()
    {
        await using var scene = await TalkingShop.OpenAsync(storage.ConnectionString);
        await scene.TellAsync("customer.updated", new { traits = new { firstName = "Mary" } });
        var mary = (await scene.MaryAsync()).Id;

        var mail = await PreviewAsync(scene, $"preview/why?customer={mary}");
        Assert.Equal(("passed", "email", "asking"), (mail["gate"], mail["channel"], mail["play"]));
        Assert.Contains("What holds you back?", mail["text"], StringComparison.Ordinal);
        Assert.Contains("/answer/", mail["html"], StringComparison.Ordinal);
        var text = await PreviewAsync(scene, $"preview/drop-by?customer={mary}");
        Assert.Equal(("consent", "sms", "texting", "1", "0.04", "+447700900000"), (text["gate"], text["channel"], text["play"], text["segments"], text["price"], text["from"]));
        Assert.Contains("Hi Mary", text["text"], StringComparison.Ordinal);
        var draft = await PreviewAsync(scene, $"preview/reply-note?customer={mary}");
        Assert.Equal(("draft", "Ana"), (draft["channel"], draft["sender"]));

        await scene.TellAsync("consent.changed", new { channel = "sms", granted = true });
        Assert.Equal("passed", (await PreviewAsync(scene, $"preview/drop-by?customer={mary}"))["gate"]);
        await scene.PassAsync(4);
        Assert.Empty(scene.Shop.Mailbox.All);
        Assert.Empty(scene.Texts.All);
        Assert.Empty((await scene.MaryAsync()).Actions);
        await OnTheCommandLineAsync(scene, mary);
    }

    [SkippableFact]
    public async Task Without_the_key_or_for_nobody_or_of_nothing_it_says_so()
    {
        await using var scene = await TalkingShop.OpenAsync(storage.ConnectionString);
        await scene.TellAsync("customer.updated", new { traits = new { firstName = "Mary" } });
        var mary = (await scene.MaryAsync()).Id;
        Task<HttpStatusCode> Status(string route, string? key = null) => scene.Shop.SendAsync(HttpMethod.Get, route, key: key);

        Assert.Equal(HttpStatusCode.Unauthorized, await Status($"preview/why?customer={mary}", "wrong"));
        Assert.Equal(HttpStatusCode.BadRequest, await Status("preview/why"));
        Assert.Equal(HttpStatusCode.NotFound, await Status($"preview/why?customer={new string('a', mary.Length)}"));
        Assert.Equal(HttpStatusCode.NotFound, await Status($"preview/no-such-template?customer={mary}"));
        Assert.Equal(HttpStatusCode.OK, await Status($"preview/why?customer={mary}"));
    }

    private static async Task OnTheCommandLineAsync(TalkingShop scene, string mary)
    {
        using var folder = new TempFolder();
        var page = Path.Combine(folder.Path, "why.html");
        string[] there = ["--customer", mary, "--url", scene.Shop.App.Address.ToString(), "--key", scene.Shop.App.Keys.Operator];

        var (code, printed, complaints) = await HostProcess.RunAsync(["preview", "why", .. there, "--html", page]);
        Assert.True(code == 0, complaints);
        Assert.StartsWith("This customer would get it now.", printed, StringComparison.Ordinal);
        Assert.Contains("Play: asking", printed, StringComparison.Ordinal);
        Assert.Contains("/answer/", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        var (refused, _, why) = await HostProcess.RunAsync(["preview", "no-such-template", .. there]);
        Assert.Equal(1, refused);
        Assert.Contains("no-such-template", why, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, string>> PreviewAsync(TalkingShop scene, string route)
    {
        using var answer = JsonDocument.Parse(await scene.Shop.TextAsync(HttpMethod.Get, route));
        return answer.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
    }
}
