using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class TwilioFactsTests
{
    private const string Url = "https://shop.example/api/webhooks/twilio";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Sent = "To=%2B441134960000&MessageStatus=sent&MessageSid=SM1&SmsSid=SM1&SmsStatus=sent&AccountSid=AC1&ApiVersion=2010-04-01&From=%2B1";

    private readonly DoorHarness door = new(("Senders:Twilio:Secrets:0", "next"), ("Senders:Twilio:Secrets:1", "t"));

    private static string Sign(string url, string form) => Convert.ToBase64String(Signatures.HmacSha1("t", Encoding.UTF8.GetBytes(url + string.Concat(form.Split('&').Select(p => p.Split('='))
        .OrderBy(p => p[0], StringComparer.Ordinal).Select(p => p[0] + Uri.UnescapeDataString(p[1].Replace('+', ' ')))))));

    private async Task<int> PostAsync(string signedUrl, string url = Url, string form = Sent, params (string, string)[] more) =>
        (await door.SendAsync("POST", "twilio", Encoding.UTF8.GetBytes(form), url, [("Content-Type", Form), ("X-Twilio-Signature", Sign(signedUrl, form)), .. more])).Status;

    [Theory]
    [InlineData(Url, Url, 200)]
    [InlineData("https://shop.example:443/api/webhooks/twilio", Url, 200)]
    [InlineData(Url, "https://shop.example:443/api/webhooks/twilio", 200)]
    [InlineData("https://Shop.Example/api/webhooks/twilio", "https://Shop.Example/api/webhooks/twilio", 200)]
    [InlineData("https://SHOP.example/api/webhooks/twilio", Url, 401)]
    [InlineData("https://shop.example/api/webhooks/twilio?x=1", Url, 401)]
    public async Task The_address_counts_with_and_without_the_standard_port_and_letter_by_letter(string told, string called, int status) => Assert.Equal(status, await PostAsync(told, called));

    [Fact]
    public async Task Credentials_in_the_address_are_signed() => Assert.Equal(200, await PostAsync("https://me:pass@shop.example/api/webhooks/twilio", more: ("Authorization", "Basic " + Convert.ToBase64String("me:pass"u8))));

    [Theory]
    [InlineData("sent", EventKinds.SmsSent)]
    [InlineData("delivered", EventKinds.SmsDelivered)]
    [InlineData("undelivered", EventKinds.SmsFailed)]
    [InlineData("failed", EventKinds.SmsFailed)]
    [InlineData("queued", null)]
    [InlineData("sending", null)]
    public async Task Each_state_is_translated_and_those_on_the_way_tell_nothing(string state, string? kind)
    {
        Assert.Equal(200, await PostAsync(Url, form: Sent.Replace("sent", state, StringComparison.Ordinal)));
        Assert.Equal(kind, door.Events.SingleOrDefault()?.Kind);
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task Of_a_JSON_body_the_address_holds_the_hash()
    {
        const string Body = """{"MessageSid":"SM1","MessageStatus":"delivered","To":"+441134960000"}""";
        var url = $"{Url}?bodySHA256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)))}";
        var signature = ("X-Twilio-Signature", Convert.ToBase64String(Signatures.HmacSha1("t", Encoding.UTF8.GetBytes(url))));
        Assert.Equal(200, (await door.SendAsync("POST", "twilio", Encoding.UTF8.GetBytes(Body), url, ("Content-Type", "application/json"), signature)).Status);
        Assert.Equal(401, (await door.SendAsync("POST", "twilio", Encoding.UTF8.GetBytes(Body + " "), url, ("Content-Type", "application/json"), signature)).Status);
        Assert.Equal(EventKinds.SmsDelivered, Assert.Single(door.Events).Kind);
    }

    [Fact]
    public async Task A_changed_field_a_missing_signature_or_another_token_proves_nothing()
    {
        Assert.Equal(401, (await door.SendAsync("POST", "twilio", Encoding.UTF8.GetBytes(Sent + "&X=1"), Url, ("Content-Type", Form), ("X-Twilio-Signature", Sign(Url, Sent)))).Status);
        Assert.Equal(401, (await door.SendAsync("POST", "twilio", Encoding.UTF8.GetBytes(Sent), Url, ("Content-Type", Form))).Status);
        var others = new DoorHarness(("Senders:Twilio:Secrets:0", "other"));
        Assert.Equal(401, (await others.SendAsync("POST", "twilio", Encoding.UTF8.GetBytes(Sent), Url, ("Content-Type", Form), ("X-Twilio-Signature", Sign(Url, Sent)))).Status);
    }
}
