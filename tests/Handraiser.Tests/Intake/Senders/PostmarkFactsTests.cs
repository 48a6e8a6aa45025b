using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class PostmarkFactsTests
{
    private readonly DoorHarness door = new(("Senders:Postmark:Secrets:0", "user:pass"), ("Senders:Postmark:Secrets:1", "other"), ("Senders:Postmark:Header", "X-Shop"));

    private async Task<CustomerEvent> OneAsync(string body)
    {
        Assert.Equal(200, (await door.PostAsync("postmark", body, ("X-Shop", "other"))).Status);
        Assert.Empty(door.Parked.Items);
        return Assert.Single(door.Events);
    }

    [Theory]
    [InlineData("Delivery", "DeliveredAt", EventKinds.EmailDelivered)]
    [InlineData("Open", "ReceivedAt", EventKinds.EmailOpened)]
    [InlineData("Click", "ReceivedAt", EventKinds.EmailClicked)]
    [InlineData("SubscriptionChange", "ChangedAt", EventKinds.EmailUnsubscribed)]
    public async Task Each_record_names_its_recipient_and_its_time_in_its_own_way(string record, string time, string kind)
    {
        var one = await OneAsync($$"""{"RecordType":"{{record}}","MessageID":"m","Recipient":"ann@example.org","{{time}}":"2026-05-04T06:00:00.2493688-04:00","SuppressSending":true,"Tag":"spring","Metadata":{"action_id":"a1"},"OriginalLink":"https://shop.example/"}""");
        Assert.Equal((kind, "ann@example.org", "spring", "a1", DoorHarness.Today.AddTicks(2493688)), (one.Kind, one.Customer.Email, one.Data.Campaign, one.Data.ActionId, one.At));
    }

    [Theory]
    [InlineData("HardBounce", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("BadEmailAddress", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("ManuallyDeactivated", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("Transient", EventKinds.EmailBounced, BounceKind.Soft)]
    [InlineData("SoftBounce", EventKinds.EmailBounced, BounceKind.Soft)]
    [InlineData("DnsError", EventKinds.EmailBounced, BounceKind.Soft)]
    [InlineData("Unknown", EventKinds.EmailBounced, BounceKind.Soft)]
    [InlineData("Unconfirmed", EventKinds.EmailBounced, BounceKind.Soft)]
    [InlineData("Blocked", EventKinds.EmailBounced, BounceKind.Blocked)]
    [InlineData("SpamNotification", EventKinds.EmailBounced, BounceKind.Blocked)]
    [InlineData("DMARCPolicy", EventKinds.EmailBounced, BounceKind.Blocked)]
    [InlineData("VirusNotification", EventKinds.EmailBounced, BounceKind.Blocked)]
    [InlineData("ChallengeVerification", EventKinds.EmailBounced, BounceKind.Blocked)]
    [InlineData("OpenRelayTest", EventKinds.EmailBounced, BounceKind.Blocked)]
    [InlineData("SpamComplaint", EventKinds.EmailComplained, null)]
    [InlineData("Unsubscribe", EventKinds.EmailUnsubscribed, null)]
    [InlineData("Subscribe", EventKinds.EmailResubscribed, null)]
    [InlineData("SMTPApiError", EventKinds.EmailDropped, null)]
    [InlineData("TemplateRenderingFailed", EventKinds.EmailDropped, null)]
    public async Task Each_type_of_bounce_means_what_it_says_of_the_address(string type, string kind, BounceKind? bounce)
    {
        var one = await OneAsync($$"""{"RecordType":"Bounce","ID":42,"Type":"{{type}}","TypeCode":1,"Email":"ann@example.org","BouncedAt":"2026-05-04T10:00:00Z"}""");
        Assert.Equal((kind, bounce, "postmark:Bounce:42"), (one.Kind, one.Data.Bounce, one.Id));
    }

    [Theory]
    [InlineData("AutoResponder")]
    [InlineData("AddressChange")]
    [InlineData("InboundError")]
    public async Task A_reply_by_a_machine_says_nothing_of_the_address(string type)
    {
        Assert.Equal(200, (await door.PostAsync("postmark", $$"""{"RecordType":"Bounce","ID":42,"Type":"{{type}}","Email":"ann@example.org","BouncedAt":"2026-05-04T10:00:00Z"}""", ("X-Shop", "other"))).Status);
        Assert.Empty(door.Events);
        Assert.Empty(door.Parked.Items);
    }

    [Fact]
    public async Task A_complaint_names_its_recipient_as_a_bounce_does() =>
        Assert.Equal((EventKinds.EmailComplained, "ann@example.org"), await OneAsync("""{"RecordType":"SpamComplaint","ID":43,"Type":"SpamComplaint","Email":"ann@example.org","BouncedAt":"2026-05-04T10:00:00Z"}""") is var one ? (one.Kind, one.Customer.Email) : default);

    [Theory]
    [InlineData("false", "null", EventKinds.EmailResubscribed)]
    [InlineData("true", "null", EventKinds.EmailUnsubscribed)]
    [InlineData("true", "\"ManualSuppression\"", EventKinds.EmailUnsubscribed)]
    [InlineData("true", "\"HardBounce\"", EventKinds.EmailBounced)]
    [InlineData("true", "\"SpamComplaint\"", EventKinds.EmailComplained)]
    public async Task A_change_of_subscription_tells_whether_and_why(string suppress, string reason, string kind) =>
        Assert.Equal(kind, (await OneAsync($$"""{"RecordType":"SubscriptionChange","MessageID":"m","ServerId":1,"Recipient":"ann@example.org","ChangedAt":"2026-05-04T10:00:00Z","SuppressSending":{{suppress}},"SuppressionReason":{{reason}}}""")).Kind);

    [Fact]
    public async Task Without_an_id_the_same_record_told_twice_is_one_event()
    {
        var open = """{"RecordType":"Open","MessageID":"m","Recipient":"ann@example.org","ReceivedAt":"2026-05-04T10:00:00Z"}""";
        await door.PostAsync("postmark", open, ("X-Shop", "other"));
        await door.PostAsync("postmark", open, ("X-Shop", "other"));
        Assert.Single(door.Events.Select(e => e.Id).Distinct());
    }

    [Theory]
    [InlineData("Authorization", "Basic dXNlcjpwYXNz", 200)]
    [InlineData("X-Shop", "other", 200)]
    [InlineData("X-Shop", "pass", 401)]
    [InlineData("X-Handraiser-Secret", "other", 401)]
    public async Task Basic_authorization_or_the_agreed_header_proves_it(string header, string value, int status) =>
        Assert.Equal(status, (await door.PostAsync("postmark", """{"RecordType":"Open","MessageID":"m","Recipient":"ann@example.org","ReceivedAt":"2026-05-04T10:00:00Z"}""", (header, value))).Status);
}
