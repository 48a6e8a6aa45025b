using System.Net;
using System.Text.Json;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.People;
using Handraiser.Functions.Delivery.People.Staff;
using Handraiser.Functions.Reaction;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>The alert step: over the way that the playbook names, and over one that is set up where that one is not.</summary>
public sealed class AlertTests : HttpMessageHandler, IHttpClientFactory, IStaffMail
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly Uri Slack = new("https://hooks.slack.com/services/T/B/secret");
    private static readonly Uri Teams = new("https://prod-1.westeurope.logic.azure.com/workflows/secret");

    private static readonly Playbook Book = DeliveryCases.Book(DeliveryCases.Play()) with
    {
        Team = [new Responder("Ana", "ana@ridgeway.example", WeeklyHours.OfficeHours, 20, []), new Responder("Tom", "tom@ridgeway.example", WeeklyHours.OfficeHours, 20, [])],
    };

    private readonly MemoryShop shop = new(DeliveryCases.Customer(), Book) { Now = Now };
    private readonly List<(Uri Url, JsonElement Body)> posted = [];
    private readonly List<(string To, RenderedMessage Mail)> mails = [];

    private HttpStatusCode answer = HttpStatusCode.OK;

    [Fact]
    public async Task Slack_gets_a_text_and_Teams_a_card_and_neither_the_customers_name()
    {
        await AlertAsync("slack", Slack, Teams);
        await AlertAsync("teams", Slack, Teams);

        Assert.Equal([Slack, Teams], posted.Select(p => p.Url));
        Assert.Equal("A hot lead (cart-left) https://shop.example/api/desk", posted[0].Body.GetProperty("text").GetString());
        var card = posted[1].Body.GetProperty("attachments")[0];
        Assert.Equal("application/vnd.microsoft.card.adaptive", card.GetProperty("contentType").GetString());
        Assert.Equal("A hot lead (cart-left) https://shop.example/api/desk", card.GetProperty("content").GetProperty("body")[0].GetProperty("text").GetString());
        Assert.All(posted, p => Assert.DoesNotContain("mary", p.Body.GetRawText(), StringComparison.OrdinalIgnoreCase));
        Assert.Empty(mails);
    }

    [Fact]
    public async Task A_mail_goes_to_whoever_has_the_customer_and_else_to_the_whole_team()
    {
        await AlertAsync("mail", Slack);
        Assert.Equal(["ana@ridgeway.example", "tom@ridgeway.example"], mails.Select(m => m.To));
        Assert.Contains("A hot lead", mails[0].Mail.Text, StringComparison.Ordinal);

        mails.Clear();
        await shop.AddAsync(new FollowUp { Id = "f-1", CustomerId = shop.Profile.Id, Owner = "Tom", Name = "Mary", Why = "Clicked a link", DueAt = Now.AddHours(2), Play = "p", Occasion = "o" }, default);
        await AlertAsync("mail", Slack);
        Assert.Equal("tom@ridgeway.example", Assert.Single(mails).To);
        Assert.Empty(posted);
    }

    [Fact]
    public async Task A_way_that_is_not_set_up_is_replaced_by_one_that_is()
    {
        await AlertAsync("slack", Teams);
        Assert.Equal(2, mails.Count);

        mails.Clear();
        await AlertAsync("mail", withMail: false, Slack, Teams);
        Assert.Equal([Slack, Teams], posted.Select(p => p.Url));
    }

    [Fact]
    public async Task What_was_refused_is_tried_again()
    {
        answer = HttpStatusCode.TooManyRequests;
        Assert.Equal(OutcomeClass.Temporary, (await AlertAsync("slack", Slack)).Class);
    }

    HttpClient IHttpClientFactory.CreateClient(string name) => new(this, disposeHandler: false);

    Task<DeliveryOutcome> IStaffMail.SendAsync(string to, RenderedMessage mail, string shop)
    {
        mails.Add((to, mail));
        return Task.FromResult(new DeliveryOutcome(OutcomeClass.Accepted));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        posted.Add((request.RequestUri!, JsonSerializer.Deserialize<JsonElement>(await request.Content!.ReadAsStringAsync(cancellationToken))));
        return new HttpResponseMessage(answer);
    }

    private Task<DeliveryOutcome> AlertAsync(string to, params Uri[] webhooks) => AlertAsync(to, withMail: true, webhooks);

    private async Task<DeliveryOutcome> AlertAsync(string to, bool withMail, params Uri[] webhooks)
    {
        var settings = new DeliverySettings { PublicUrl = new Uri("https://shop.example/api/"), LinkKeys = [] };
        using var channel = new AlertChannel(new AlertSettings(webhooks), this, settings, shop, new StaffLetters(TemplateSet.Shipped, settings), TimeProvider.System, withMail ? this : null);
        var action = DeliveryCases.Action(Now, ActionKind.Alert) with { To = to, What = "A hot lead" };
        var consignment = new Consignment(shop.Profile with { Actions = [action] }, action, new Moment(Book, ShopState.Default, Now));
        return await channel.SendAsync(await channel.PrepareAsync(consignment, default), consignment);
    }
}
