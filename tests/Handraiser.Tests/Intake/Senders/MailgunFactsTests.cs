using System.Security.Cryptography;
using System.Text;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class MailgunFactsTests
{
    private readonly DoorHarness door = new(("Senders:Mailgun:Secrets:0", "the-next-one"), ("Senders:Mailgun:Secrets:1", "k"));

    private static string Body(string details, string token = "0123456789abcdef0123456789abcdef0123456789abcdef01", string signature = "") =>
        $$"""{"signature":{"timestamp":"1777888800","token":"{{token}}","signature":"{{(signature.Length > 0 ? signature : Convert.ToHexStringLower(HMACSHA256.HashData("k"u8, Encoding.UTF8.GetBytes("1777888800" + token))))}}"},"event-data":{{details}}}""";

    private async Task<CustomerEvent> OneAsync(string fields)
    {
        Assert.Equal(200, (await door.PostAsync("mailgun", Body($$"""{"id":"e1","timestamp":1777888800.123456,"recipient":"ann@example.org",{{fields}}}"""))).Status);
        return Assert.Single(door.Events);
    }

    [Theory]
    [InlineData("accepted", "", EventKinds.EmailSent, null)]
    [InlineData("rejected", "", EventKinds.EmailDropped, null)]
    [InlineData("delivered", "", EventKinds.EmailDelivered, null)]
    [InlineData("opened", "", EventKinds.EmailOpened, null)]
    [InlineData("clicked", "", EventKinds.EmailClicked, null)]
    [InlineData("unsubscribed", "", EventKinds.EmailUnsubscribed, null)]
    [InlineData("complained", "", EventKinds.EmailComplained, null)]
    [InlineData("failed", ",\"severity\":\"temporary\",\"reason\":\"greylisted\"", EventKinds.EmailDeferred, null)]
    [InlineData("failed", ",\"severity\":\"permanent\",\"reason\":\"bounce\"", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("failed", ",\"severity\":\"permanent\",\"reason\":\"generic\"", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("failed", ",\"severity\":\"permanent\",\"reason\":\"a reason of tomorrow\"", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("failed", ",\"severity\":\"permanent\",\"reason\":\"suppress-bounce\"", EventKinds.EmailDropped, BounceKind.Hard)]
    public async Task Each_event_is_translated_by_its_severity_and_reason(string name, string more, string kind, BounceKind? bounce)
    {
        var one = await OneAsync($"\"event\":\"{name}\"{more}");
        Assert.Equal((kind, bounce), (one.Kind, one.Data.Bounce));
    }

    [Fact]
    public async Task A_mail_that_came_in_is_nobodys_event()
    {
        Assert.Equal(200, (await door.PostAsync("mailgun", Body("""{"id":"e1","timestamp":1777888800,"event":"stored"}"""))).Status);
        Assert.Empty(door.Events);
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task Times_are_seconds_with_a_fraction() => Assert.Equal(DoorHarness.Today.AddMilliseconds(123), (await OneAsync("\"event\":\"opened\"")).At);

    [Theory]
    [InlineData("apple", true)]
    [InlineData("gmail", true)]
    [InlineData("generic", true)]
    [InlineData("", false)]
    public async Task A_bot_is_told_by_its_name_and_nobody_by_an_empty_text(string bot, bool machine) =>
        Assert.Equal(machine, (await OneAsync($"\"event\":\"opened\",\"client-info\":{{\"bot\":\"{bot}\",\"user-agent\":\"Mozilla/5.0\"}}")).Data.Machine);

    [Fact]
    public async Task User_variables_and_the_first_tag_come_along()
    {
        var one = await OneAsync("\"event\":\"clicked\",\"url\":\"https://shop.example/\",\"tags\":[\"spring\",\"b\",\"c\"],\"user-variables\":{\"action_id\":\"a1\",\"number\":7}");
        Assert.Equal(("a1", "spring", "https://shop.example/"), (one.Data.ActionId, one.Data.Campaign, one.Data.Url));
    }

    [Fact]
    public async Task A_test_without_an_id_is_known_by_its_token()
    {
        Assert.Equal(200, (await door.PostAsync("mailgun", Body("""{"timestamp":1777888800,"event":"opened","recipient":"ann@example.org"}""", "tok"))).Status);
        Assert.Equal("mailgun:tok", Assert.Single(door.Events).Id);
    }

    [Theory]
    [InlineData("{}", 401)]
    [InlineData("""{"signature":{"timestamp":"x","token":"t","signature":"00"},"event-data":{}}""", 401)]
    [InlineData("[", 406)]
    public async Task What_is_not_proven_is_refused_and_what_is_not_JSON_is_not_retried(string body, int status) => Assert.Equal(status, (await door.PostAsync("mailgun", body)).Status);

    [Fact]
    public async Task The_signature_is_hexadecimal_of_either_case_over_stamp_and_token_alone()
    {
        var signature = Convert.ToHexString(HMACSHA256.HashData("k"u8, "1777888800t"u8));
        Assert.Equal(200, (await door.PostAsync("mailgun", Body("""{"id":"e1","timestamp":1777888800,"event":"opened","recipient":"ann@example.org"}""", "t", signature))).Status);
        Assert.Equal(401, (await door.PostAsync("mailgun", Body("""{"id":"e1"}""", "u", signature))).Status);
    }
}
