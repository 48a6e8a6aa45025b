using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

[System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "Mandrill signs with it.")]
public sealed class MandrillFactsTests
{
    private const string Address = "https://shop.example/api/webhooks/mandrill?list=1";
    private const string Form = "application/x-www-form-urlencoded";

    private readonly DoorHarness door = new(("Senders:Mandrill:Secrets:0", "the-next-one"), ("Senders:Mandrill:Secrets:1", "k"));

    private Task<Functions.Intake.DoorAnswer> PostAsync(string events, string signed = Address, params (string, string)[] more)
    {
        var signature = Convert.ToBase64String(HMACSHA1.HashData("k"u8, Encoding.UTF8.GetBytes($"{signed}mandrill_events{events}")));
        return door.SendAsync("POST", "mandrill", Encoding.UTF8.GetBytes("mandrill_events=" + Uri.EscapeDataString(events)), Address, [("Content-Type", Form), ("X-Mandrill-Signature", signature), .. more]);
    }

    [Theory]
    [InlineData("send", EventKinds.EmailSent, null)]
    [InlineData("delivered", EventKinds.EmailDelivered, null)]
    [InlineData("deferral", EventKinds.EmailDeferred, null)]
    [InlineData("hard_bounce", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("soft_bounce", EventKinds.EmailBounced, BounceKind.Soft)]
    [InlineData("open", EventKinds.EmailOpened, null)]
    [InlineData("click", EventKinds.EmailClicked, null)]
    [InlineData("spam", EventKinds.EmailComplained, null)]
    [InlineData("unsub", EventKinds.EmailUnsubscribed, null)]
    [InlineData("reject", EventKinds.EmailDropped, null)]
    public async Task Each_event_is_translated_and_its_time_is_in_seconds(string name, string kind, BounceKind? bounce)
    {
        Assert.Equal(200, (await PostAsync($$"""[{"event":"{{name}}","ts":1777888800,"_id":"m","msg":{"_id":"m","email":"ann@example.org"},"url":"https://shop.example/"}]""")).Status);
        var one = Assert.Single(door.Events);
        Assert.Equal((kind, bounce, DoorHarness.Today), (one.Kind, one.Data.Bounce, one.At));
    }

    [Theory]
    [InlineData("blacklist", "add", "hard-bounce", EventKinds.EmailBounced)]
    [InlineData("denylist", "add", "spam", EventKinds.EmailComplained)]
    [InlineData("blacklist", "change", "unsub", EventKinds.EmailUnsubscribed)]
    [InlineData("blacklist", "remove", "spam", null)]
    [InlineData("whitelist", "add", "custom", null)]
    [InlineData("allowlist", "add", "custom", null)]
    public async Task Lists_are_told_under_their_old_and_new_names(string list, string action, string reason, string? kind)
    {
        Assert.Equal(200, (await PostAsync($$"""[{"type":"{{list}}","action":"{{action}}","ts":1777888800,"reject":{"reason":"{{reason}}","email":"ann@example.org"} }]""")).Status);
        Assert.Equal(kind, door.Events.SingleOrDefault()?.Kind);
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task The_query_belongs_to_the_signed_address()
    {
        Assert.Equal(401, (await PostAsync("[{}]", signed: "https://shop.example/api/webhooks/mandrill")).Status);
        Assert.Equal(401, (await PostAsync("[{}]", signed: Address.ToUpperInvariant())).Status);
    }

    [Fact]
    public async Task Credentials_belong_to_the_signed_address_though_they_come_as_a_header() => Assert.Equal(200, (await PostAsync(
        """[{"event":"open","ts":1777888800,"msg":{"_id":"m","email":"ann@example.org"}}]""", "https://me:pass@shop.example/api/webhooks/mandrill?list=1", ("Authorization", "Basic " + Convert.ToBase64String("me:pass"u8)))).Status);

    [Fact]
    public async Task A_thousand_events_come_in_one_form()
    {
        Assert.Equal(200, (await PostAsync($"[{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $$"""{"event":"open","ts":1777888800,"msg":{"_id":"m{{i}}","email":"a{{i}}@example.org"} }"""))}]")).Status);
        Assert.Equal(1_000, door.Events.Count);
    }

    [Fact]
    public async Task The_empty_test_batch_and_the_look_before_it_are_answered_and_tell_nothing()
    {
        Assert.Equal(200, (await door.SendAsync("HEAD", "mandrill", [], Address)).Status);
        var test = Convert.ToBase64String(HMACSHA1.HashData("test-webhook"u8, Encoding.UTF8.GetBytes($"{Address}mandrill_events[]")));
        Assert.Equal(200, (await door.SendAsync("POST", "mandrill", "mandrill_events=%5B%5D"u8.ToArray(), Address, ("Content-Type", Form), ("X-Mandrill-Signature", test))).Status);
        Assert.Empty(door.Transport.Messages);
    }
}
