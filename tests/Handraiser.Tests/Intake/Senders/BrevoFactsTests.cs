using Handraiser.Events;
using Xunit;

namespace Handraiser.Tests.Intake.Senders;

public sealed class BrevoFactsTests
{
    private readonly DoorHarness door = new(("Senders:Brevo:Secrets:0", "s"));

    private async Task<CustomerEvent> OneAsync(string fields, string time = "\"ts_epoch\":1777888800000,\"ts\":1,\"ts_event\":1,\"date\":\"2026-05-04 12:00:00\"")
    {
        Assert.Equal(200, (await door.PostAsync("brevo", $$"""{"email":"ann@example.org",{{time}},{{fields}}}""", ("Authorization", "Bearer s"))).Status);
        return Assert.Single(door.Events);
    }

    [Theory]
    [InlineData("request", EventKinds.EmailSent, null)]
    [InlineData("sent", EventKinds.EmailSent, null)]
    [InlineData("delivered", EventKinds.EmailDelivered, null)]
    [InlineData("deferred", EventKinds.EmailDeferred, null)]
    [InlineData("soft_bounce", EventKinds.EmailBounced, BounceKind.Soft)]
    [InlineData("hard_bounce", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("invalid_email", EventKinds.EmailBounced, BounceKind.Hard)]
    [InlineData("blocked", EventKinds.EmailDropped, null)]
    [InlineData("error", EventKinds.EmailDropped, null)]
    [InlineData("spam", EventKinds.EmailComplained, null)]
    [InlineData("complaint", EventKinds.EmailComplained, null)]
    [InlineData("opened", EventKinds.EmailOpened, null)]
    [InlineData("unique_opened", EventKinds.EmailOpened, null)]
    [InlineData("proxy_open", EventKinds.EmailOpened, null)]
    [InlineData("unique_proxy_open", EventKinds.EmailOpened, null)]
    [InlineData("click", EventKinds.EmailClicked, null)]
    [InlineData("unsubscribed", EventKinds.EmailUnsubscribed, null)]
    [InlineData("unsubscribe", EventKinds.EmailUnsubscribed, null)]
    public async Task Each_event_is_translated_and_only_a_proxys_open_is_a_machines(string name, string kind, BounceKind? bounce)
    {
        var one = await OneAsync($"\"event\":\"{name}\"");
        Assert.Equal((kind, bounce, name.Contains("proxy", StringComparison.Ordinal) ? true : (bool?)null), (one.Kind, one.Data.Bounce, one.Data.Machine));
    }

    [Theory]
    [InlineData("\"ts_epoch\":1777888800000,\"ts\":1")]
    [InlineData("\"s_epoch\":1777888800000,\"ts_event\":1777896000")]
    [InlineData("\"ts_event\":1777888800")]
    public async Task Of_its_times_the_one_in_milliseconds_is_taken_in_either_spelling(string time) => Assert.Equal(DoorHarness.Today, (await OneAsync("\"event\":\"proxy_open\"", time)).At);

    [Theory]
    [InlineData("\"tag\":\"spring\"")]
    [InlineData("\"tag\":\"[\\\"spring\\\",\\\"b\\\"]\"")]
    [InlineData("\"tag\":[\"spring\"]")]
    [InlineData("\"tags\":[\"spring\",\"b\"],\"tag\":\"[\\\"spring\\\"]\"")]
    public async Task A_tag_is_a_text_a_list_or_a_list_in_a_text(string tag) => Assert.Equal("spring", (await OneAsync($"\"event\":\"delivered\",{tag}")).Data.Campaign);

    [Fact]
    public async Task A_message_has_one_id_with_angle_brackets_and_without()
    {
        await door.PostAsync("brevo", """[{"event":"click","email":"ann@example.org","ts_epoch":1777888800000,"message-id":"<m@x>","link":"l"},{"event":"click","email":"ann@example.org","ts_epoch":1777888800000,"message-id":"m@x","link":"l"}]""", ("Authorization", "Bearer s"));
        Assert.Single(door.Events.Select(e => e.Id).Distinct());
    }

    [Fact]
    public async Task Five_hundred_events_come_in_one_post_and_a_bad_one_is_parked()
    {
        var batch = string.Join(',', Enumerable.Range(0, 499).Select(i => $$"""{"event":"opened","email":"a{{i}}@example.org","ts_epoch":1777888800000,"message-id":"m{{i}}"}""").Append("{\"event\":\"opened\"}"));
        Assert.Equal(200, (await door.PostAsync("brevo", $"[{batch}]", ("Authorization", "Bearer s"))).Status);
        Assert.Equal((499, 1), (door.Events.Count, door.Parked.Items.Count));
    }

    [Fact]
    public async Task News_of_lists_are_nobodys_event()
    {
        Assert.Equal(200, (await door.PostAsync("brevo", """{"event":"list_addition","email":["ann@example.org"],"ts_epoch":1777888800000}""", ("Authorization", "Bearer s"))).Status);
        Assert.Empty(door.Events);
        Assert.Empty(door.Parked.Items);
    }
}
