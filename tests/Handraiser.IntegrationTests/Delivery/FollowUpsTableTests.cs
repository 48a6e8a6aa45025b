using Azure.Data.Tables;
using Handraiser.FollowUps;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;

namespace Handraiser.IntegrationTests.Delivery;

[Collection(AzuriteTests.Name)]
public sealed class FollowUpsTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly TableServiceClient tables = new(azurite.ConnectionString);
    private FollowUpsTable followUps = null!;

    public async Task InitializeAsync()
    {
        await tables.CreateTableIfNotExistsAsync(Names.Tables.FollowUps);
        followUps = new FollowUpsTable(tables);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Putting_one_on_the_list_twice_leaves_it_as_it_was()
    {
        var item = Item(rank: 10);
        await followUps.AddAsync(item, default);
        await followUps.ChangeAsync(item.Id, f => FollowUpRules.Claim(f, "Ana"), default);

        await followUps.AddAsync(item, default);

        var kept = await followUps.FindAsync(item.Id, default);
        Assert.Equal((FollowUpState.Claimed, "Ana"), (kept!.State, kept.Owner));
    }

    [Fact]
    public async Task Of_many_who_reach_for_one_customer_exactly_one_gets_it()
    {
        var item = Item(rank: 10);
        await followUps.AddAsync(item, default);

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => followUps.ChangeAsync(item.Id, f => FollowUpRules.Claim(f, $"responder {i}"), default)));

        Assert.Single(changes, c => c!.Item is not null);
        Assert.All(changes.Where(c => c!.Item is null), c => Assert.EndsWith("is on it already.", c!.Refusal, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_has_the_best_first_and_nothing_that_is_closed()
    {
        FollowUp[] items = [Item(rank: 5), Item(rank: 2400.5), Item(rank: 1200), Item(rank: 9000)];
        foreach (var item in items) await followUps.AddAsync(item, default);
        await followUps.ChangeAsync(items[3].Id, f => FollowUpRules.Close(f, FollowUpOutcomes.Bought, DateTimeOffset.UnixEpoch), default);

        var ids = items.Select(i => i.Id).ToHashSet();
        var open = (await followUps.OpenAsync(default)).Where(f => ids.Contains(f.Id));

        Assert.Equal([items[1].Id, items[2].Id, items[0].Id], open.Select(f => f.Id));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_changed_and_an_odd_id_reaches_no_table()
    {
        Assert.Null(await followUps.ChangeAsync(AzuriteFixture.RandomName(), f => FollowUpRules.Claim(f, "Ana"), default));
        Assert.Null(await followUps.FindAsync("a/b#c", default));
    }

    [Fact]
    public async Task A_message_that_is_unclear_once_more_is_shown_once_more()
    {
        var item = Item(rank: 1) with { Kind = FollowUpKind.Unclear };
        await followUps.AddAsync(item, default);
        await followUps.ChangeAsync(item.Id, f => FollowUpRules.Close(f, FollowUpOutcomes.Answered, DateTimeOffset.UnixEpoch), default);

        await followUps.AddAsync(item, default);

        Assert.Equal(FollowUpState.Open, (await followUps.FindAsync(item.Id, default))!.State);
    }

    private static FollowUp Item(double rank) => new()
    {
        Id = AzuriteFixture.RandomName("f"),
        CustomerId = "aaaaaaaaaaaaaaaaaaaaaaaaaa",
        Rank = rank,
        Why = "Clicked a link in a mail",
        Play = "personal-answer",
        Occasion = "mail:1",
    };
}
