using Azure.Data.Tables;
using Handraiser.FollowUps;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;
using Handraiser.Playbooks;

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

    public Task DisposeAsync()
    {
        followUps.Dispose();
        return Task.CompletedTask;
    }

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

    [Fact]
    public async Task Instances_that_give_at_once_never_give_a_responder_more_than_they_have_room_for()
    {
        var book = Book(AzuriteFixture.RandomName("r"), perDay: 3);
        var raised = Enumerable.Range(0, 12).Select(i => Item(rank: i)).ToList();

        await Task.WhenAll(raised.Chunk(3).Select(AtOneInstanceAsync));

        var open = (await followUps.OpenAsync(default)).Where(f => raised.Exists(r => r.Id == f.Id)).ToList();
        Assert.Equal(12, open.Count);
        Assert.Equal(3, open.Count(f => f.Owner == book.Team[0].Name));
        Assert.Equal(9, open.Count(f => f.Owner is null));

        async Task AtOneInstanceAsync(FollowUp[] items)
        {
            using var instance = new FollowUpsTable(tables);
            foreach (var item in items) await GiveAsync(instance, item, book);
        }
    }

    [Fact]
    public async Task Whoever_gives_while_another_does_is_asked_again_by_what_the_other_left()
    {
        var book = Book(AzuriteFixture.RandomName("r"), perDay: 1);
        var (first, second) = (Item(rank: 1), Item(rank: 2));
        using var other = new FollowUpsTable(tables);
        var looks = 0;

        await followUps.ShareAsync(
            open =>
            {
                if (looks++ == 0) GiveAsync(other, first, book).GetAwaiter().GetResult();
                return [second with { Owner = Sharing.Owner(second, Own(open, book), book, Noon)?.Name }];
            },
            default);

        Assert.Equal(2, looks);
        Assert.Equal((book.Team[0].Name, null), ((await followUps.FindAsync(first.Id, default))!.Owner, (await followUps.FindAsync(second.Id, default))!.Owner));
    }

    [Fact]
    public async Task Giving_what_is_on_the_list_already_changes_nothing_though_it_be_closed()
    {
        var item = Item(rank: 1);
        await followUps.AddAsync(item, default);
        await followUps.ChangeAsync(item.Id, f => FollowUpRules.Close(f, FollowUpOutcomes.Bought, Noon), default);

        await followUps.ShareAsync(_ => [item with { Owner = "Ana" }], default);

        var kept = await followUps.FindAsync(item.Id, default);
        Assert.Equal((FollowUpState.Closed, null), (kept!.State, kept.Owner));
    }

    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static Task GiveAsync(FollowUpsTable at, FollowUp item, Playbook book) =>
        at.ShareAsync(open => [item with { Owner = Sharing.Owner(item, Own(open, book), book, Noon)?.Name }], default);

    /// <summary>The table is shared with other tests: what others left for other teams is none of this shop's.</summary>
    private static IEnumerable<FollowUp> Own(IEnumerable<FollowUp> open, Playbook book) => open.Where(f => f.Owner == book.Team[0].Name);

    private static Playbook Book(string responder, int perDay)
    {
        var text = $"store: {{ name: Shop, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP }}\nteam:\n  - {{ name: {responder}, email: ana@example.com, hours: Mon-Fri 09:00-17:00, perDay: {perDay} }}";
        var loaded = PlaybookLoader.Load(text);
        return loaded.Playbook ?? throw new InvalidOperationException(string.Join("; ", loaded.Errors));
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
