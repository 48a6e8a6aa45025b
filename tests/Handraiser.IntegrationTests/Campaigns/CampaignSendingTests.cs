using Handraiser.Campaigns;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Campaigns;
using Handraiser.IntegrationTests.Sweeping;
using Handraiser.Playbooks;
using Handraiser.Plays;

namespace Handraiser.IntegrationTests.Campaigns;

/// <summary>Campaigns through crashes, repeated messages and two instances at once: the field's commonest complaint is a second copy.</summary>
public sealed class CampaignSendingTests(SweptShop shop) : IClassFixture<SweptShop>
{
    /// <summary>A segment for each test: they share their tables.</summary>
    private const string Book = "store: { name: Ridgeway }\nsegments:\n  a: { viewed: { product: a, atLeast: 1 } }\n  b: { viewed: { product: b, atLeast: 1 } }\n  c: { viewed: { product: c, atLeast: 1 } }\n";

    [Fact]
    public async Task Nobody_gets_a_second_copy_after_a_crash_and_whoever_is_left_out_has_a_reason()
    {
        var world = await WithMembersAsync("a", 300, crashEvery: 7);
        var order = new CampaignOrder { Template = "newsletter", To = "a", Id = "spring", PerMinute = 100 };

        // What a dry run says is what comes, and it leaves no trace.
        var (foretold, _) = await world.Desk.ForetellAsync(order, default);
        Assert.Null(await world.Desk.FindAsync("spring", default));
        Assert.Empty(world.Waiting);
        Assert.Equal(300, foretold!.Counts.Values.Sum());

        world.CrashEvery = 0;
        Assert.Null((await world.Desk.SendAsync(order, "Ann", default)).Wrong);
        world.CrashEvery = 7;
        await world.RunAsync();

        var done = (await world.Desk.FindAsync("spring", default))!;
        Assert.Equal((CampaignStatus.Done, 300L), (done.Status, done.Chosen));
        Assert.InRange(world.Crashes, 5, 1000);
        Assert.All(world.Copies, c => Assert.Equal(1, c.Value));
        Assert.Equal(270, world.Copies.Count);
        var results = await world.ResultsAsync("spring");
        Assert.Equal((270, 30), (results[CampaignResult.Sent], results.Where(r => r.Key != CampaignResult.Sent).Sum(r => r.Value)));
        Assert.Equal(foretold.Counts[CampaignResult.OnItsWay], results[CampaignResult.Sent]);
        Assert.All(results.Keys, outcome => Assert.Contains(outcome, new[] { CampaignResult.Sent, Gates.Consent, Gates.Suppressed }));
        var left = (await world.Desk.PeopleAsync("spring", 0, 300, default)).People;
        Assert.Equal(300, left.Select(p => p.Customer).Distinct().Count());
        // A slice of 25 and what follows within the minute.
        Assert.All(world.Told.Values, from => Assert.InRange(world.Told.Values.Count(at => at >= from && at < from.AddMinutes(1)), 1, 125));

        // Once more is refused; to those who clicked is one word.
        Assert.Contains("Nobody gets it twice", (await world.Desk.SendAsync(order, "Ann", default)).Wrong);
        shop.Around.Now += TimeSpan.FromDays(3);
        var clickers = left.Where(p => p.Outcome == CampaignResult.Sent).Take(12).Select(p => p.Customer).ToList();
        await world.TellAsync([.. clickers.Select((id, i) => Click(id, $"click-{i}"))]);
        world.CrashEvery = 0;
        Assert.Null((await world.Desk.SendAsync(new CampaignOrder { Template = "back-in-category", ToClickersOf = "spring", Id = "again" }, "Ann", default)).Wrong);
        world.CrashEvery = 7;
        await world.RunAsync();
        Assert.Equal(clickers.Order(), world.Copies.Where(c => c.Key.Campaign == "campaign:again").Select(c => c.Key.Customer).Order());
        Assert.All(world.Copies, c => Assert.Equal(1, c.Value));
    }

    [Fact]
    public async Task It_is_paused_goes_on_where_it_was_and_once_cancelled_sends_no_more()
    {
        var world = await WithMembersAsync("b", 60, crashEvery: 0);
        await world.Desk.SendAsync(new CampaignOrder { Template = "newsletter", To = "b", Id = "paused", PerMinute = 40 }, "Ann", default);
        await world.RunAsync(most: 2);
        Assert.Null(await world.Desk.PauseAsync("paused", "Ann", default));
        await world.ReadSwitchesAsync();
        var chosen = (await world.Desk.FindAsync("paused", default))!.Chosen;
        await world.RunAsync();
        Assert.Equal((CampaignStatus.Paused, chosen), ((await world.Desk.FindAsync("paused", default))!.Status, (await world.Desk.FindAsync("paused", default))!.Chosen));
        Assert.Empty(world.Waiting);
        Assert.NotNull(await world.Desk.PauseAsync("paused", "Ann", default));

        Assert.Null(await world.Desk.ResumeAsync("paused", "Ann", default));
        await world.ReadSwitchesAsync();
        await world.RunAsync();
        var done = (await world.Desk.FindAsync("paused", default))!;
        Assert.Equal(CampaignStatus.Done, done.Status);
        Assert.Equal(done.Chosen, (await world.Desk.PeopleAsync("paused", 0, 500, default)).People.Select(p => p.Customer).Distinct().Count());
        Assert.All(world.Copies, c => Assert.Equal(1, c.Value));

        // Held for those who wait, once everybody was chosen, it chooses nobody more when it goes on.
        Assert.Null(await world.Desk.PauseAsync("paused", "Ann", default));
        Assert.Null(await world.Desk.ResumeAsync("paused", "Ann", default));
        Assert.Equal(CampaignStatus.Done, (await world.Desk.FindAsync("paused", default))!.Status);
        Assert.Empty(world.Waiting);

        shop.Around.Now += TimeSpan.FromDays(4);
        await world.Desk.SendAsync(new CampaignOrder { Template = "newsletter", To = "b", Id = "ended", PerMinute = 40 }, "Ann", default);
        await world.RunAsync(most: 1);
        var before = world.Copies.Count;
        Assert.Null(await world.Desk.CancelAsync("ended", "Ann", default));
        await world.ReadSwitchesAsync();
        await world.RunAsync();
        Assert.Equal(before, world.Copies.Count);
        Assert.NotNull(await world.Desk.ResumeAsync("ended", "Ann", default));
        shop.Around.Shop = ShopState.Default;
    }

    [Fact]
    public async Task Marketing_that_is_stopped_holds_a_campaign_before_it_wastes_anybody()
    {
        var world = await WithMembersAsync("c", 10, crashEvery: 0);
        shop.Around.Shop = ShopState.Default with { Stopped = ShopState.Default.Stopped.SetItem("email", "6 complaints among 1000 messages") };
        await world.Desk.SendAsync(new CampaignOrder { Template = "newsletter", To = "c", Id = "stopped" }, "Ann", default);
        await world.RunAsync();
        var held = (await world.Desk.FindAsync("stopped", default))!;
        Assert.Equal((CampaignStatus.Paused, 0L), (held.Status, held.Chosen));
        Assert.Contains("6 complaints", held.Why);
        shop.Around.Shop = ShopState.Default;
    }

    [Fact]
    public async Task A_turn_comes_back_through_the_queue_and_can_be_taken_back()
    {
        var queue = shop.Queues.GetQueueClient(Names.Queues.Events);
        await queue.CreateIfNotExistsAsync();
        var turns = new CampaignTurns(shop.Queues);
        await turns.LaterAsync(new CampaignTurn("spring", 3), TimeSpan.Zero, default);
        await turns.TakeBackAsync(await turns.LaterAsync(new CampaignTurn("spring", 4), TimeSpan.FromDays(9), default), default);

        var message = (await queue.ReceiveMessagesAsync(maxMessages: 32)).Value.Single();
        Assert.Equal(new CampaignTurn("spring", 3), CampaignTurn.Read(message.MessageText));
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        Assert.Equal(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    private async Task<CampaignShop> WithMembersAsync(string prefix, int members, int crashEvery)
    {
        shop.Around.Playbook = PlaybookLoader.Load(Book).OrThrow();
        shop.Around.Now += TimeSpan.FromDays(10);
        var world = new CampaignShop(shop) { CrashEvery = crashEvery };
        await world.TellAsync([.. Enumerable.Range(0, members).Select(n => shop.Event($"{prefix}{n}@shop.example", EventKinds.ProductViewed, new EventData { Product = new ProductLine { ProductId = prefix } }))]);
        await world.TellAsync([.. Enumerable.Range(0, members / 10).Select(n => shop.Event($"{prefix}{n * 10}@shop.example", EventKinds.EmailUnsubscribed))]);
        return world;
    }

    private CustomerEvent Click(string customer, string id) => shop.Event("", EventKinds.EmailClicked, new EventData { Campaign = "spring", Url = "https://shop.example/p" }) with
    {
        Id = id, Customer = new Identifiers { Id = customer },
    };
}
