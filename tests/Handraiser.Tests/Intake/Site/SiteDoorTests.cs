using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Site;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Handraiser.Tests.Intake.Site;

public sealed class SiteDoorTests : IDisposable
{
    private readonly SiteHarness site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task What_a_page_tells_is_kept_by_our_own_clock_and_without_address_or_agent()
    {
        Assert.Equal(204, (await site.PostAsync(SiteHarness.Body(SiteHarness.View))).Status);

        var view = Assert.Single(site.Events);
        Assert.Equal((EventKinds.PageViewed, DoorHarness.Today.AddSeconds(-2), "site"), (view.Kind, view.At, view.Source));
        Assert.Equal(new Identifiers { AnonymousId = SiteHarness.Browser }, view.Customer);
        Assert.Equal(new EventData { Url = "https://shop.example/about", Seconds = 1.5 }, view.Data);
        Assert.Equal(SiteHarness.Shop, site.Response.Headers.AccessControlAllowOrigin.ToString());
    }

    [Fact]
    public async Task The_same_beacon_twice_is_the_same_event()
    {
        await site.PostAsync(SiteHarness.Body(SiteHarness.View));
        await site.PostAsync(SiteHarness.Body(SiteHarness.View));

        Assert.Single(site.Events.Select(e => e.Id).Distinct());
    }

    [Theory]
    [InlineData("DNT")]
    [InlineData("Sec-GPC")]
    public async Task Who_asks_not_to_be_followed_is_not_and_can_still_take_consent_back(string header)
    {
        const string No = """{"id":"e2","type":"consent.changed","granted":false}""";
        Assert.Equal(204, (await site.PostAsync(SiteHarness.Body(SiteHarness.View), (header, "1"))).Status);
        Assert.Empty(site.Events);

        Assert.Equal(204, (await site.PostAsync(SiteHarness.Body(SiteHarness.View, No), (header, "1"))).Status);

        var word = Assert.Single(site.Events);
        Assert.Equal((EventKinds.ConsentChanged, "tracking", false), (word.Kind, word.Data.Channel, word.Data.Granted));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("curl/8.5.0")]
    [InlineData("")]
    public async Task Machines_are_answered_and_not_heard(string agent)
    {
        Assert.Equal(204, (await site.PostAsync(SiteHarness.Body(SiteHarness.View), ("User-Agent", agent))).Status);

        Assert.Empty(site.Events);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://shop.example.evil.example")]
    [InlineData("http://shop.example")]
    [InlineData("https://shop.example:8443")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Pages_of_other_origins_are_refused(string origin)
    {
        Assert.Equal(403, (await site.PostAsync(SiteHarness.Body(SiteHarness.View), ("Origin", origin))).Status);
        Assert.Equal(403, (await site.SendAsync("OPTIONS", [], ("Origin", origin))).Status);
        Assert.False(site.Response.Headers.ContainsKey("Access-Control-Allow-Origin"));
        Assert.Empty(site.Events);
    }

    [Fact]
    public async Task A_browser_that_asks_first_hears_that_it_may()
    {
        Assert.Equal(204, (await site.SendAsync("OPTIONS", [], ("Access-Control-Request-Method", "POST"))).Status);

        Assert.Equal((SiteHarness.Shop, "POST", "content-type"), (site.Response.Headers.AccessControlAllowOrigin.ToString(), site.Response.Headers.AccessControlAllowMethods.ToString(), site.Response.Headers.AccessControlAllowHeaders.ToString()));
    }

    [Fact]
    public async Task Without_an_origin_in_the_settings_the_door_is_not_there()
    {
        using var off = new SiteHarness(("Site:Origins:0", ""));

        Assert.Equal(404, (await off.PostAsync(SiteHarness.Body(SiteHarness.View))).Status);
    }

    [Fact]
    public async Task The_token_of_a_mail_names_its_customer_and_the_browser_is_tied_to_them()
    {
        var token = site.Tokens.Write(new Token(TokenPurpose.Identify, SiteHarness.Customer, DoorHarness.Today.AddDays(1)));

        await site.PostAsync($$"""{"id":"{{SiteHarness.Browser}}","token":"{{token}}","events":[{{SiteHarness.View}}]}""");

        Assert.Equal(new Identifiers { Id = SiteHarness.Customer, AnonymousId = SiteHarness.Browser }, Assert.Single(site.Events).Customer);
    }

    [Theory]
    [InlineData(TokenPurpose.Identify, -1)]
    [InlineData(TokenPurpose.Leave, 30)]
    [InlineData(null, 0)]
    public async Task A_token_that_is_old_or_forged_or_for_something_else_leaves_the_visitor_anonymous(TokenPurpose? purpose, int days)
    {
        var token = purpose is { } known ? site.Tokens.Write(new Token(known, SiteHarness.Customer, DoorHarness.Today.AddDays(days))) : "AAAA" + new string('x', 82);

        Assert.Equal(204, (await site.PostAsync($$"""{"id":"{{SiteHarness.Browser}}","token":"{{token}}","events":[{{SiteHarness.View}}]}""")).Status);

        Assert.Equal(new Identifiers { AnonymousId = SiteHarness.Browser }, Assert.Single(site.Events).Customer);
    }

    [Fact]
    public async Task A_browser_that_posts_too_often_waits_and_others_do_not()
    {
        using var strict = new SiteHarness(("Site:PerMinute", "3"));
        for (var i = 0; i < 3; i++) Assert.Equal(204, (await strict.PostAsync(SiteHarness.Body(SiteHarness.View))).Status);

        var refused = await strict.PostAsync(SiteHarness.Body(SiteHarness.View));

        Assert.Equal(429, refused.Status);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(204, (await strict.PostAsync(SiteHarness.Body(SiteHarness.View).Replace("5f2a", "aaaa", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task An_address_is_what_our_own_proxy_saw_and_not_what_the_visitor_made_up()
    {
        using var strict = new SiteHarness(("Site:PerMinuteOfAddress", "2"));
        for (var i = 0; i < 2; i++) Assert.Equal(204, (await strict.PostAsync(SiteHarness.Body(SiteHarness.View), ("X-Forwarded-For", $"198.51.100.{i}, 203.0.113.7:{4000 + i}"))).Status);

        Assert.Equal(429, (await strict.PostAsync(SiteHarness.Body(SiteHarness.View), ("X-Forwarded-For", "198.51.100.9, 203.0.113.7:4009"))).Status);
        Assert.Equal(204, (await strict.PostAsync(SiteHarness.Body(SiteHarness.View), ("X-Forwarded-For", "203.0.113.7, 203.0.113.8:4009"))).Status);
        Assert.Equal(204, (await strict.PostAsync(SiteHarness.Body(SiteHarness.View), ("X-Forwarded-For", "[2001:db8::7]:4009"))).Status);
    }

    [Fact]
    public async Task Bodies_that_are_too_large_or_of_another_type_are_refused()
    {
        Assert.Equal(413, (await site.PostAsync(new byte[SiteDoor.MaxBytes + 1])).Status);
        Assert.Equal(415, (await site.PostAsync(SiteHarness.Body(SiteHarness.View), ("Content-Type", "application/x-www-form-urlencoded"))).Status);
        Assert.Equal(204, (await site.PostAsync(SiteHarness.Body(SiteHarness.View), ("Content-Type", "application/json"))).Status);
    }

    [Fact]
    public async Task While_storage_is_down_nothing_is_acknowledged()
    {
        site.Transport.BeforeSend = MemoryTransport.Down;

        var answer = await site.PostAsync(SiteHarness.Body(SiteHarness.View));

        Assert.Equal(503, answer.Status);
        Assert.NotNull(answer.RetryAfter);
    }

    [Theory]
    [InlineData("Site:Origins:0", "https://shop.example/")]
    [InlineData("Site:Origins:0", "shop.example")]
    [InlineData("Site:Origins:0", "*")]
    [InlineData("Site:Origins:0", "https://Shop.example")]
    [InlineData("Site:PerMinute", "0")]
    [InlineData("Site:PerMinuteOfAddress", "many")]
    [InlineData("Site:TokenDays", "-1")]
    public void A_wrong_setting_is_named_at_the_start(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();

        var refusal = Assert.Throws<InvalidOperationException>(() => SiteSettings.From(settings));

        Assert.Contains(name.Replace(":", "__", StringComparison.Ordinal), refusal.Message, StringComparison.Ordinal);
    }
}
