using System.Text.Json;
using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class SesFactsTests : IDisposable
{
    private const string Delivery = """{"eventType":"Delivery","mail":{"messageId":"m","timestamp":"2026-05-04T09:00:00.000Z","source":"shop@shop.example","destination":["ann@example.org"],"tags":{"campaign":["spring"],"action_id":["a1"]}},"delivery":{"timestamp":"2026-05-04T09:00:01.000Z","recipients":["ann@example.org"]}}""";

    private readonly SnsKeys sns = new();
    private readonly DoorHarness door;

    public SesFactsTests() => door = new DoorHarness(sns.Settings);

    public void Dispose() => sns.Dispose();

    private async Task<int> PostAsync(string envelope, string type = "text/plain; charset=UTF-8") => (await door.PostAsync("ses", envelope, ("Content-Type", type))).Status;

    [Theory]
    [InlineData("1", 200)]
    [InlineData("2", 200)]
    [InlineData("3", 401)]
    public async Task Signatures_of_versions_one_and_two_are_read_and_no_other(string version, int status) => Assert.Equal(status, await PostAsync(sns.Envelope(Delivery, version: version)));

    [Theory]
    [InlineData("text/plain; charset=UTF-8", 200)]
    [InlineData("application/json", 200)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    public async Task Messages_come_as_plain_text(string type, int status) => Assert.Equal(status, await PostAsync(sns.Envelope(Delivery), type));

    [Fact]
    public async Task A_subject_is_signed_only_where_there_is_one()
    {
        Assert.Equal(200, await PostAsync(sns.Envelope(Delivery, change: ("Subject", "Amazon SES Email Event Notification"))));
        Assert.Equal(200, await PostAsync(sns.Envelope(Delivery, change: ("Subject", null))));
        Assert.Equal(401, await PostAsync(sns.Envelope(Delivery).Replace("\"TopicArn\"", "\"Subject\":\"added\",\"TopicArn\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_form_of_Lambda_spells_the_certificates_address_otherwise()
    {
        Assert.Equal(200, await PostAsync(sns.Envelope(Delivery, change: [("SigningCertURL", null), ("SigningCertUrl", SnsKeys.CertificateUrl), ("Subject", null)])));
    }

    [Theory]
    [InlineData("https://sns.eu-west-1.amazonaws.com/ours.pem", 200)]
    [InlineData("https://sns.cn-north-1.amazonaws.com.cn/ours.pem", 200)]
    [InlineData("http://sns.eu-west-1.amazonaws.com/ours.pem", 401)]
    [InlineData("https://sns.eu-west-1.amazonaws.com/ours.crt", 401)]
    [InlineData("https://sns.eu-west-1.amazonaws.com.evil.example/ours.pem", 401)]
    [InlineData("https://sns.x.amazonaws.com/ours.pem", 401)]
    [InlineData("https://evil.example/sns.eu-west-1.amazonaws.com/ours.pem", 401)]
    [InlineData("https://sns.eu-west-1.amazonaws.com@evil.example/ours.pem", 401)]
    [InlineData("https://me@sns.eu-west-1.amazonaws.com/ours.pem", 401)]
    [InlineData("https://sns.eu-west-1.amazonaws.com:8443/ours.pem", 401)]
    [InlineData("https://s3.eu-west-1.amazonaws.com/ours.pem", 401)]
    public async Task The_certificate_comes_from_Amazons_host_over_TLS(string url, int status) => Assert.Equal(status, await PostAsync(sns.Envelope(Delivery, change: ("SigningCertURL", url))));

    [Theory]
    [InlineData("sns.amazonaws.com", -2, -1)]
    [InlineData("sns.amazonaws.com", 1, 2)]
    [InlineData("evil.example", -1, 1)]
    public async Task A_certificate_that_ended_has_not_begun_or_is_anothers_proves_nothing(string name, int from, int to)
    {
        using var bad = new SnsKeys(name, from, to);
        Assert.Equal(401, (await new DoorHarness(bad.Settings).PostAsync("ses", bad.Envelope(Delivery))).Status);
    }

    [Fact]
    public async Task Only_topics_that_the_settings_list_are_heard() => Assert.Equal(401, await PostAsync(sns.Envelope(Delivery, change: ("TopicArn", "arn:aws:sns:eu-west-1:1:others"))));

    [Fact]
    public async Task A_message_is_heard_for_longer_than_the_hour_of_retries_and_then_stale()
    {
        Assert.Equal(200, await PostAsync(sns.Envelope(Delivery, at: DoorHarness.Today.AddHours(-2))));
        Assert.Equal(401, await PostAsync(sns.Envelope(Delivery, at: DoorHarness.Today.AddHours(-26))));
    }

    [Fact]
    public async Task A_subscription_confirms_itself_at_Amazons_host_and_nowhere_else()
    {
        Assert.Equal(200, await PostAsync(sns.Envelope("You have chosen to subscribe.", "SubscriptionConfirmation")));
        Assert.Equal("ConfirmSubscription", System.Web.HttpUtility.ParseQueryString(Assert.Single(door.Errands.Confirmed).Query)["Action"]);
        Assert.Equal(200, await PostAsync(sns.Envelope("x", "SubscriptionConfirmation", change: ("SubscribeURL", "https://evil.example/?Action=ConfirmSubscription"))));
        Assert.Single(door.Errands.Confirmed);
        Assert.Equal(200, await PostAsync(sns.Envelope("x", "UnsubscribeConfirmation")));
        Assert.Single(door.Errands.Confirmed);
    }

    [Theory]
    [InlineData("eventType", "Send", "send", EventKinds.EmailSent)]
    [InlineData("eventType", "Delivery", "delivery", EventKinds.EmailDelivered)]
    [InlineData("eventType", "Reject", "reject", EventKinds.EmailDropped)]
    [InlineData("eventType", "Rendering Failure", "failure", EventKinds.EmailDropped)]
    [InlineData("eventType", "Open", "open", EventKinds.EmailOpened)]
    [InlineData("eventType", "Click", "click", EventKinds.EmailClicked)]
    [InlineData("eventType", "Subscription", "subscription", EventKinds.EmailResubscribed)]
    [InlineData("notificationType", "Delivery", "delivery", EventKinds.EmailDelivered)]
    public async Task Each_type_of_event_and_of_the_older_feedback_is_translated(string field, string type, string part, string kind)
    {
        var message = $$"""{"{{field}}":"{{type}}","mail":{"messageId":"m","timestamp":"2026-05-04T09:00:00.000Z","destination":["ann@example.org"],"tags":{"action_id":["a1"]} },"{{part}}":{"timestamp":"2026-05-04T09:00:01.000Z","ipAddress":"192.0.2.1","userAgent":"U","link":"https://shop.example/"} }""";
        Assert.Equal(200, await PostAsync(sns.Envelope(message)));
        var one = Assert.Single(door.Events);
        Assert.Equal((kind, "ann@example.org", "a1", DoorHarness.Today.AddMinutes(-60).AddSeconds(1)), (one.Kind, one.Customer.Email, one.Data.ActionId, one.At));
    }

    [Theory]
    [InlineData("Permanent", "General", BounceKind.Hard)]
    [InlineData("Permanent", "NoEmail", BounceKind.Hard)]
    [InlineData("Permanent", "Suppressed", BounceKind.Hard)]
    [InlineData("Permanent", "OnAccountSuppressionList", BounceKind.Hard)]
    [InlineData("Transient", "MailboxFull", BounceKind.Soft)]
    [InlineData("Transient", "General", BounceKind.Soft)]
    [InlineData("Transient", "MessageTooLarge", BounceKind.Blocked)]
    [InlineData("Transient", "ContentRejected", BounceKind.Blocked)]
    [InlineData("Transient", "AttachmentRejected", BounceKind.Blocked)]
    [InlineData("Undetermined", "Undetermined", BounceKind.Soft)]
    public async Task A_bounce_is_one_event_a_recipient_and_of_its_kind(string type, string subType, BounceKind kind)
    {
        var message = $$"""{"notificationType":"Bounce","mail":{"messageId":"m","timestamp":"2026-05-04T09:00:00.000Z","destination":["ann@example.org","bob@example.org"]},"bounce":{"bounceType":"{{type}}","bounceSubType":"{{subType}}","timestamp":"2026-05-04T09:00:01.000Z","bouncedRecipients":[{"emailAddress":"ann@example.org","status":"5.1.1","diagnosticCode":"smtp; 550"},{"emailAddress":"Bob <bob@example.org>"}]} }""";
        Assert.Equal(200, await PostAsync(sns.Envelope(message)));
        Assert.Equal(["ann@example.org", "bob@example.org"], door.Events.Select(e => e.Customer.Email).Order());
        Assert.All(door.Events, e => Assert.Equal((EventKinds.EmailBounced, kind), (e.Kind, e.Data.Bounce)));
        Assert.Equal(2, door.Events.Select(e => e.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("Complaint", "complaint", "complainedRecipients", EventKinds.EmailComplained)]
    [InlineData("DeliveryDelay", "deliveryDelay", "delayedRecipients", EventKinds.EmailDeferred)]
    public async Task A_complaint_and_a_delay_name_whom_they_are_about(string type, string part, string list, string kind)
    {
        var message = $$"""{"eventType":"{{type}}","mail":{"messageId":"m","timestamp":"2026-05-04T09:00:00.000Z","destination":["ann@example.org","bob@example.org"]},"{{part}}":{"timestamp":"2026-05-04T09:00:01.000Z","{{list}}":[{"emailAddress":"bob@example.org"}]} }""";
        Assert.Equal(200, await PostAsync(sns.Envelope(message)));
        var one = Assert.Single(door.Events);
        Assert.Equal((kind, "bob@example.org"), (one.Kind, one.Customer.Email));
    }

    [Theory]
    [InlineData("""{"unsubscribeAll":true}""")]
    [InlineData("""{"unsubscribeAll":false,"topicSubscriptionStatus":[{"topicName":"t","subscriptionStatus":"OptOut"}]}""")]
    public async Task A_subscription_that_was_given_up_is_an_unsubscribe(string preferences)
    {
        var message = $$"""{"eventType":"Subscription","mail":{"messageId":"m","timestamp":"2026-05-04T09:00:00.000Z","destination":["ann@example.org"]},"subscription":{"contactList":"c","timestamp":"2026-05-04T09:00:01.000Z","newTopicPreferences":{{preferences}} } }""";
        Assert.Equal(200, await PostAsync(sns.Envelope(message)));
        Assert.Equal(EventKinds.EmailUnsubscribed, Assert.Single(door.Events).Kind);
    }

    [Fact]
    public async Task The_message_is_a_text_that_holds_the_event_and_another_text_is_parked()
    {
        Assert.Equal(200, await PostAsync(sns.Envelope("Successfully validated SNS topic for Amazon SES event publishing.")));
        Assert.Empty(door.Events);
        Assert.Equal("Message", JsonSerializer.Serialize(Assert.Single(door.Parked.Items).Reason.Split(':')[0]).Trim('"'));
    }
}
