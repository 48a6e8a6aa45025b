using System.Text;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.CustomerPages;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>The pages behind the links of mails.</summary>
public sealed class CustomerPagesTests
{
    private static readonly Tokens Tokens = new([[.. Enumerable.Range(0, 32).Select(i => (byte)i)]]);
    private static readonly CustomerLinks Links = new(Tokens, new Uri("https://shop.example/api/"));
    private static readonly Playbook Book = PlaybookLoader.Load("""
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP }
        topics: { offers: Codes and offers, news: News }
        questions:
          why: { ask: What holds you back?, answers: { size: My size, price: The price }, then: { size: tall } }
          tall: { ask: How tall are you?, answers: { under: Under 165 cm, over: 165 cm or more } }
        plays:
          codes: { on: order.placed, topic: offers, send: { email: welcome } }
          others: { on: order.placed, send: { email: welcome } }
        """).Playbook!;

    private readonly MemoryShop shop = new(DeliveryCases.Customer() with { FirstFact = DateTimeOffset.UnixEpoch }, Book);

    public static TheoryData<string> Unsubscribes => ["urlencoded", "multipart_valid", "get_scanner"];

    [SkippableTheory]
    [MemberData(nameof(Unsubscribes))]
    public async Task One_click_leaves_by_post_and_only_shows_by_get_as_the_vectors_want(string name)
    {
        using var vectors = JsonDocument.Parse(await File.ReadAllTextAsync(Shared.Path("vectors", "rfc8058", "vectors.json")));
        var vector = vectors.RootElement.EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);
        var body = await File.ReadAllBytesAsync(Shared.Path("vectors", "rfc8058", vector.GetProperty("body").GetString()!));

        var (status, _) = await LeaveAsync(vector.GetProperty("method").GetString()!, body, vector.GetProperty("content_type").GetString());

        Assert.Equal(200, status);
        Assert.Equal(name == "get_scanner" ? 0 : 1, shop.Events.Count(e => e.Kind == EventKinds.EmailUnsubscribed));
    }

    [Theory]
    // The RFC's own example: delimiters without their hyphens, and a length that does not fit.
    [InlineData("--FormBoundaryjWmhtjORrn\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\n\nOne-Click\n--FormBoundaryjWmhtjORrn--", "multipart/form-data; boundary=---FormBoundaryjWmhtjORrn")]
    [InlineData("", null)]
    [InlineData("rubbish", "multipart/form-data")]
    public async Task A_malformed_post_still_leaves(string body, string? type)
    {
        Assert.Equal(200, (await LeaveAsync("POST", Encoding.UTF8.GetBytes(body), type)).Status);
        Assert.Single(shop.Events);
    }

    [Fact]
    public async Task Topics_are_chosen_and_the_gate_keeps_to_them()
    {
        var (_, page) = await PreferencesAsync("GET", "");
        Assert.Contains("Codes and offers", page, StringComparison.Ordinal);
        Assert.DoesNotContain("mary@example.com", page, StringComparison.Ordinal);

        await PreferencesAsync("POST", "save=yes&email=yes&topic.news=yes&often=7&language=de");
        var traits = Assert.Single(shop.Events, e => e.Kind == EventKinds.CustomerUpdated).Data.Traits!;
        Assert.Equal(("no", "7", "de"), (traits["topic.offers"], traits["atMostEveryDays"], traits["language"]));
        Assert.False(traits.ContainsKey("topic.news"));

        var chose = shop.Events.Aggregate(shop.Profile, (p, e) => Folding.Fold(p, e, Book).Profile);
        Assert.Equal(Gates.Consent, Gate(chose, "codes", MessageKinds.Marketing).Gate);
        Assert.NotEqual(Gates.Consent, Gate(chose, "others", MessageKinds.Marketing).Gate);
        Assert.NotEqual(Gates.Consent, Gate(chose, "codes", MessageKinds.Transactional).Gate);
    }

    [Fact]
    public async Task A_no_that_follows_a_yes_before_the_profile_knows_of_it_is_not_lost()
    {
        var left = Folding.Fold(shop.Profile, DeliveryCases.Event(EventKinds.EmailUnsubscribed, shop.Now.AddDays(-1)), Book).Profile;
        shop.Profile = left;

        await PreferencesAsync("POST", "save=yes&email=yes&topic.offers=yes&topic.news=yes");
        shop.Now = shop.Now.AddSeconds(1);
        await PreferencesAsync("POST", "save=yes");

        var chose = shop.Events.Aggregate(left, (p, e) => Folding.Fold(p, e, Book).Profile);
        Assert.False(chose.Permissions.Said(Channels.Email)!.Granted);
        Assert.Equal(Gates.Consent, Gate(chose, "others", MessageKinds.Marketing).Gate);
        Assert.Equal(("no", "no"), (chose.Person.Trait("topic.offers"), chose.Person.Trait("topic.news")));
    }

    [Fact]
    public async Task An_empty_box_is_no_word_of_the_customers_where_a_full_mailbox_stopped_the_mail()
    {
        shop.Profile = shop.Profile with { Permissions = shop.Profile.Permissions.Stop(Channels.Email, SuppressionReasons.SoftBounces, shop.Now.AddDays(-1)) };

        await PreferencesAsync("POST", "save=yes&topic.offers=yes&topic.news=yes&language=de");

        Assert.DoesNotContain(shop.Events, e => e.Kind == EventKinds.ConsentChanged && e.Data.Channel == Channels.Email);
    }

    [Fact]
    public async Task A_post_that_is_not_the_forms_own_changes_nothing()
    {
        await PreferencesAsync("POST", "");
        Assert.Empty(shop.Events);
    }

    [Theory]
    [InlineData("download", OwnWish.Download)]
    [InlineData("erase", OwnWish.Erase)]
    public async Task A_wish_for_ones_data_sends_one_mail_to_ones_own_address_and_does_nothing_yet(string wish, string template)
    {
        await PreferencesAsync("POST", $"wish={wish}");
        await PreferencesAsync("POST", $"wish={wish}");

        Assert.Equal(template, Assert.Single(shop.Profile.Actions).What);
        Assert.NotEmpty(shop.HandedOn);
        Assert.Empty(shop.Events);
        var left = shop.Profile with { Permissions = shop.Profile.Permissions.Stop(Channels.Email, SuppressionReasons.Unsubscribed, shop.Now) };
        Assert.IsType<Act>(Recheck.Of(left, shop.HandedOn[0], MessageKinds.Transactional, Book, ShopState.Default, shop.Now));
        Assert.IsType<Refuse>(Recheck.Of(left, shop.HandedOn[0], MessageKinds.Transactional, Book, ShopState.Default, shop.Now.AddHours(25)));
    }

    [Fact]
    public async Task One_question_leads_to_another_and_each_answer_is_told()
    {
        var answers = new AnswerPage(new CustomerDoor(Tokens, shop, shop, shop), Links);
        var token = Links.Answer(shop.Profile.Id, "a", "why", "size", shop.Now.AddDays(90)).Segments[^1];

        var (_, shown) = await AnsweredAsync(request => answers.AnswerAsync(request, token, CancellationToken.None), "GET", [], null);
        Assert.Empty(shop.Events);
        Assert.Contains("What holds you back?", shown, StringComparison.Ordinal);

        var (_, next) = await AnsweredAsync(request => answers.AnswerAsync(request, token, CancellationToken.None), "POST", "answer=size"u8.ToArray(), "application/x-www-form-urlencoded");
        Assert.Contains("How tall are you?", next, StringComparison.Ordinal);
        var follow = next.Split("/api/answer/")[1].Split('"')[0];
        var (_, last) = await AnsweredAsync(request => answers.AnswerAsync(request, follow, CancellationToken.None), "POST", "answer=over&text=182"u8.ToArray(), "application/x-www-form-urlencoded");

        Assert.Contains("reads what you wrote", last, StringComparison.Ordinal);
        Assert.Equal([("why", "size", null), ("tall", "over", "182")], shop.Events.Select(e => (e.Data.Question, e.Data.Answers[0], e.Data.Text)));
    }

    [Fact]
    public async Task The_pages_speak_the_customers_language_from_the_moment_it_is_chosen()
    {
        var (_, saved) = await PreferencesAsync("POST", "save=yes&email=yes&language=de");
        Assert.Contains("<h1>Gespeichert</h1>", saved, StringComparison.Ordinal);

        shop.Profile = shop.Events.Aggregate(shop.Profile, (p, e) => Folding.Fold(p, e, Book).Profile);
        var (_, choices) = await PreferencesAsync("GET", "");
        Assert.Contains("<html lang=\"de\">", choices, StringComparison.Ordinal);
        Assert.Contains("Was wir &#252;ber dich wissen", choices, StringComparison.Ordinal);
        var (_, left) = await LeaveAsync("POST", [], null);
        Assert.Contains("Du bekommst keine Mails mehr von Ridgeway Bikes.", left, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_for_one_purpose_opens_no_other_page()
    {
        var (status, _) = await AnsweredAsync(request => new LeavePage(new CustomerDoor(Tokens, shop, shop, shop), Links).AnswerAsync(request, Links.Preferences(shop.Profile.Id).Segments[^1], CancellationToken.None), "POST", [], null);

        Assert.Equal(404, status);
        Assert.Empty(shop.Events);
    }

    private GateResult Gate(Profile profile, string play, string kind) =>
        Gatekeeper.Check(profile, DeliveryCases.Action(shop.Now) with { Play = play }, Book, ShopState.Default, shop.Now, kind);

    private Task<(int Status, string Page)> LeaveAsync(string method, byte[] body, string? type) =>
        AnsweredAsync(request => new LeavePage(new CustomerDoor(Tokens, shop, shop, shop), Links).AnswerAsync(request, Links.Leave(shop.Profile.Id).Segments[^1], CancellationToken.None), method, body, type);

    private Task<(int Status, string Page)> PreferencesAsync(string method, string form) =>
        AnsweredAsync(
            request => new PreferencesPage(new CustomerDoor(Tokens, shop, shop, shop), new Errand(shop, shop), TemplateSet.Shipped).AnswerAsync(request, Links.Preferences(shop.Profile.Id).Segments[^1], CancellationToken.None),
            method, Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded");

    private static async Task<(int Status, string Page)> AnsweredAsync(Func<HttpRequest, Task<IResult>> page, string method, byte[] body, string? type)
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        context.Request.Method = method;
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        context.Request.ContentType = type;
        context.Response.Body = new MemoryStream();
        await (await page(context.Request)).ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }
}
