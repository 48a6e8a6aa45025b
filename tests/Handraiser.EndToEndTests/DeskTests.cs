using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.EndToEndTests;

/// <summary>What responders do, over HTTP with the operators' key.</summary>
public sealed class DeskTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Play = DefaultPlaybook.Playbook.Plays[0].Name;

    [Fact]
    public async Task A_raised_hand_goes_from_the_ranked_list_through_claim_words_and_answer_to_its_outcome()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("api/followups")).StatusCode);
        http.DefaultRequestHeaders.Add("x-functions-key", shop.App.Keys.Operator);
        var (ada, bea, cyd) = (await RaiseAsync(shop, "ada", 10), await RaiseAsync(shop, "bea", 30), await RaiseAsync(shop, "cyd", 20));

        Assert.Equal([bea.Id, cyd.Id, ada.Id], (await ListAsync(http)).Select(i => i.GetProperty("id").GetString()));

        string[] responders = ["Ann", "Ben"];
        var claims = await Task.WhenAll(responders.Select(by => DoAsync(http, bea, "claim", new { by })));
        Assert.Single(claims, c => c.Status == HttpStatusCode.Conflict);
        var owner = claims.Single(c => c.Status == HttpStatusCode.OK).Body.GetProperty("item").GetProperty("owner").GetString()!;
        Assert.Equal(HttpStatusCode.Conflict, (await DoAsync(http, bea, "edit", new { by = owner == "Ann" ? "Ben" : "Ann", subject = "Hi", draft = "Hi Bea, hello." })).Status);

        var watched = await DoAsync(http, bea, "send", new { by = owner, subject = "Boots", draft = "Hi Bea,\n\nI saw that you opened our mail five times yesterday.\n\nAnn" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, watched.Status);
        Assert.NotEmpty(watched.Body.GetProperty("findings").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, (await DoAsync(http, bea, "edit", new { by = owner, subject = "Boots", draft = "Hi Bea,\n\nthe boots come in half sizes. Shall I put a pair aside?\n\nAnn" })).Status);
        Assert.Empty(shop.Mailbox.All);

        Assert.Equal(HttpStatusCode.OK, (await DoAsync(http, bea, "send", new { by = owner, subject = "Boots", draft = "Hi Bea,\n\nthe boots come in half sizes. Shall I put a pair aside?\n\nAnn" })).Status);
        await shop.DrainAsync();
        var mail = Assert.Single(shop.Mailbox.All);
        Assert.Equal(("bea@desk.example", "Boots"), (mail.To, mail.Subject));

        Assert.Equal(HttpStatusCode.OK, (await DoAsync(http, cyd, "snooze", new { by = "Ann", until = Noon.AddDays(1) })).Status);
        Assert.Equal([ada.Id], (await ListAsync(http)).Select(i => i.GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await DoAsync(http, ada, "handover", new { by = "Ann", to = "Ben" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await DoAsync(http, ada, "claim", new { by = "Ben" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await DoAsync(http, ada, "outcome", new { by = "Ben", outcome = "bought" })).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await DoAsync(http, ada, "outcome", new { by = "Ben", outcome = "wrong" })).Status);
        Assert.Empty(await ListAsync(http));
        await shop.DrainAsync();

        var customers = await shop.CustomersAsync();
        Assert.True(customers.Single(c => c.Person.Email == "ada@desk.example").Seen.Contains($"followup:{ada.Id}:bought"));
        Assert.True(customers.Single(c => c.Person.Email == "bea@desk.example").Seen.Contains($"followup:{bea.Id}:answered"));
    }

    [Fact]
    public async Task What_nobody_took_goes_stale_comes_back_to_the_profile_and_is_off_the_list()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        var item = await RaiseAsync(shop, "dee", 10);

        await shop.PassAsync(TimeSpan.FromDays(8), TimeSpan.FromDays(1));

        var closed = (await shop.Service<IFollowUps>().FindAsync(item.Id, default))!;
        Assert.Equal((FollowUpState.Closed, FollowUpOutcomes.Expired), (closed.State, closed.Outcome));
        Assert.True((await shop.CustomersAsync()).Single(c => c.Person.Email == "dee@desk.example").Seen.Contains($"followup:{item.Id}:expired"));
    }

    [Fact]
    public async Task Sending_is_stopped_and_resumed_by_hand_and_a_play_paused_over_HTTP_and_only_with_the_key()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Noon);
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        foreach (var route in new[] { "api/sending/stop", "api/sending/resume", $"api/plays/{Play}/pause", "api/pools/spring/codes" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync(route, null)).StatusCode);
        http.DefaultRequestHeaders.Add("x-functions-key", shop.App.Keys.Operator);

        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsJsonAsync("api/sending/stop", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("api/sending/stop", new { by = "Ann", reason = "A wrong price." })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await http.PostAsJsonAsync("api/sending/stop", new { by = "Ann" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync($"api/plays/{Play}/pause", new { by = "Ann" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsJsonAsync("api/plays/no-such-play/pause", new { by = "Ann" })).StatusCode);
        var shown = await http.GetFromJsonAsync<JsonElement>("api/sending");
        Assert.Contains(shown.GetProperty("domains").EnumerateArray(), d => d.GetProperty("stopped").GetBoolean() && d.GetProperty("reason").GetString() == "A wrong price.");
        Assert.Equal(Play, shown.GetProperty("paused")[0].GetProperty("play").GetString());

        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync("api/sending/resume", new { by = "Ann" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsJsonAsync($"api/plays/{Play}/resume", new { by = "Ann" })).StatusCode);
        Assert.Equal(JsonValueKind.Array, (await http.GetFromJsonAsync<JsonElement>("api/budget")).GetProperty("accounts").ValueKind);

        using var codes = new StringContent("code;value\nSPRING-1;10\nSPRING-2;10\nSPRING-1;10\n", System.Text.Encoding.UTF8, "text/csv");
        var imported = await (await http.PostAsync("api/pools/desk-tests/codes", codes)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(2, imported.GetProperty("added").GetInt32());
        using var latin = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes("FÊTE-1\n"));
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("api/pools/desk-tests/codes", latin)).StatusCode);
    }

    /// <summary>A customer, known by a webhook, with a raised hand.</summary>
    private static async Task<FollowUp> RaiseAsync(RunningShop shop, string name, double rank)
    {
        var email = $"{name}@desk.example";
        Assert.Equal(HttpStatusCode.OK, await shop.Webhooks.SendGridAsync([new { email, @event = "delivered", timestamp = shop.Now.ToUnixTimeSeconds(), sg_event_id = "d-" + name, sg_message_id = "m-" + name }], shop.Now));
        await shop.DrainAsync();
        var customer = (await shop.CustomersAsync()).Single(c => c.Person.Email == email);
        var item = new FollowUp
        {
            Id = "desk-" + name,
            CustomerId = customer.Id,
            Rank = rank,
            CreatedAt = shop.Now,
            DueAt = shop.Now.AddDays(1),
            Name = char.ToUpperInvariant(name[0]) + name[1..],
            Email = email,
            Why = "Clicked a link in a mail",
            Play = Play,
            Occasion = "mail:1",
        };
        await shop.Service<IFollowUps>().AddAsync(item, default);
        return item;
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient http) => [.. (await http.GetFromJsonAsync<JsonElement>("api/followups")).GetProperty("items").EnumerateArray()];

    private static async Task<(HttpStatusCode Status, JsonElement Body)> DoAsync(HttpClient http, FollowUp item, string verb, object body)
    {
        using var answer = await http.PostAsJsonAsync($"api/followups/{item.Id}/{verb}", body);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
