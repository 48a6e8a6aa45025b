using Azure;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;
using Xunit.Abstractions;

namespace Handraiser.IntegrationTests.Agenda;

/// <summary>The agenda on Azurite: many at once, twice, too early, lost, not needed any more, and what it costs when nobody is due.</summary>
public sealed class AgendaTests(ITestOutputHelper output)
{
    private const int Crowd = 3000;

    [Fact]
    public async Task A_minute_in_which_thousands_are_due_wakes_each_of_them_at_the_cost_of_few_calls()
    {
        await using var shop = await WakingShop.OpenAsync();
        await shop.HappensAsync(EventKinds.StoreVisited, Enumerable.Range(0, Crowd));
        var rows = await shop.AgendaAsync();
        Assert.Equal(Crowd, rows.Select(r => r.RowKey).Distinct().Count());
        Assert.Equal(Crowd, rows.Count);
        Assert.Equal(Keys.AgendaShards, rows.Select(r => r.PartitionKey).Distinct().Count());
        shop.App.Options.Clock.MoveTo(WakingShop.Start.AddHours(1));

        var before = shop.Calls;
        var woken = await shop.Service<AgendaSweep>().SweepAsync(shop.Now, default);
        var handedOn = shop.Calls - before;
        await shop.DrainAsync();

        output.WriteLine($"{Crowd} due in one minute: {handedOn} calls to read, hand on and remove them; {shop.Calls - before} with the reactions.");
        Assert.Equal(Crowd, woken);
        // With the reactions, some of which are under way before the sweep is over.
        Assert.InRange(shop.Calls - before, 1, Crowd / 10);
        Assert.Empty(await shop.AgendaAsync());
        Assert.Equal(Crowd, (await shop.GreetedAsync()).Count);
    }

    [Fact]
    public async Task Sweeps_at_the_same_time_and_by_fast_clocks_wake_nobody_for_more_than_was_to_happen()
    {
        await using var shop = await WakingShop.OpenAsync();
        await shop.HappensAsync(EventKinds.StoreVisited, Enumerable.Range(0, 20));
        var sweep = shop.Service<AgendaSweep>();

        // A machine whose clock is ten minutes ahead: whom it wakes is not due, and is armed again for the same moment.
        shop.App.Options.Clock.MoveTo(WakingShop.Start.AddMinutes(55));
        Assert.Equal(20, await sweep.SweepAsync(shop.Now.AddMinutes(10), default));
        await shop.DrainAsync();
        Assert.Empty(await shop.GreetedAsync());
        Assert.Equal(20, (await shop.AgendaAsync()).Count);

        // Two sweeps at once, and one by a clock that is behind.
        shop.App.Options.Clock.MoveTo(WakingShop.Start.AddHours(1));
        await Task.WhenAll(sweep.SweepAsync(shop.Now, default), sweep.SweepAsync(shop.Now, default), sweep.SweepAsync(shop.Now.AddMinutes(-10), default));
        await shop.DrainAsync();

        var greeted = await shop.GreetedAsync();
        Assert.Equal(20, greeted.Count);
        Assert.All(greeted, p => Assert.Equal((1, 0), (p.Decisions.Count(d => d.Gate == Gates.Passed), p.Decisions.Sum(d => d.Repeats))));
        Assert.Empty(await shop.AgendaAsync());
    }

    [Fact]
    public async Task A_wake_that_was_lost_is_found_by_the_repair_and_one_that_stands_is_left_as_it_is()
    {
        await using var shop = await WakingShop.OpenAsync();
        await shop.HappensAsync(EventKinds.StoreVisited, [1, 2, 3]);
        var agenda = shop.Table(Names.Tables.Agenda);
        foreach (var row in (await shop.AgendaAsync()).Skip(1)) await agenda.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All);
        var repair = shop.Service<AgendaRepair>();

        // Within its patience it does not step in.
        Assert.Equal(0, await RoundAsync(repair, WakingShop.Start.AddHours(-30)));
        shop.App.Options.Clock.MoveTo(WakingShop.Start.AddHours(35));
        Assert.Equal(3, await RoundAsync(repair, shop.Now));
        Assert.Equal(3, (await shop.AgendaAsync()).Count);
        await shop.Service<AgendaSweep>().SweepAsync(shop.Now, default);
        await shop.DrainAsync();

        Assert.Empty(await shop.AgendaAsync());
        var profiles = await shop.Service<ICustomers>().ScanAsync(default).ToListAsync();
        Assert.All(profiles, p => Assert.Null(p.Armed));
        Assert.Equal(0, await RoundAsync(repair, shop.Now));
    }

    [Fact]
    public async Task A_wake_that_is_not_needed_any_more_is_left_to_come_and_does_nothing()
    {
        await using var shop = await WakingShop.OpenAsync();
        await shop.HappensAsync(EventKinds.StoreVisited, [1]);
        shop.App.Options.Clock.MoveTo(WakingShop.Start.AddMinutes(20));
        await shop.HappensAsync(EventKinds.OrderPlaced, [1]);
        Assert.Single(await shop.AgendaAsync());

        shop.App.Options.Clock.MoveTo(WakingShop.Start.AddHours(1));
        Assert.Equal(1, await shop.Service<AgendaSweep>().SweepAsync(shop.Now, default));
        await shop.DrainAsync();

        Assert.Empty(await shop.AgendaAsync());
        Assert.Empty(await shop.GreetedAsync());
    }

    [Fact]
    public async Task All_timers_together_make_at_most_two_calls_in_a_quiet_minute()
    {
        await using var shop = await WakingShop.OpenAsync();
        await shop.HappensAsync(EventKinds.StoreVisited, [1, 2, 3]);
        for (var minute = 0; minute < 90; minute++) await MinuteAsync(shop, minute);
        await shop.DrainAsync();

        var before = shop.App.Calls.ByKind.ToDictionary();
        for (var minute = 90; minute < 150; minute++) await MinuteAsync(shop, minute);
        var kinds = shop.App.Calls.ByKind.Where(k => k.Key != "queues GET").ToDictionary(k => k.Key, k => k.Value - before.GetValueOrDefault(k.Key));

        output.WriteLine($"Sixty quiet minutes: {string.Join(", ", kinds.Select(k => $"{k.Value} {k.Key}"))}.");
        Assert.Equal(3, (await shop.GreetedAsync()).Count);
        Assert.InRange(kinds.Values.Sum() / 60.0, 1, 2);
    }

    [Fact]
    public void A_round_of_the_repair_comes_by_every_bucket() =>
        Assert.Equal(Identity.Buckets, Enumerable.Range(0, Identity.Buckets).Select(i => AgendaRepair.BucketOf(WakingShop.Start + i * AgendaRepair.Turn)).Distinct().Count());

    private static async Task<int> RoundAsync(AgendaRepair repair, DateTimeOffset from)
    {
        var repaired = 0;
        for (var i = 0; i < Identity.Buckets; i++) repaired += await repair.RepairAsync(from + i * AgendaRepair.Turn, default);
        return repaired;
    }

    /// <summary>One minute of timers. What is at hand for half a minute is old by the next time, as it would be.</summary>
    private static async Task MinuteAsync(WakingShop shop, int minute)
    {
        foreach (var second in new[] { 0, 30 })
        {
            shop.Service<IMoments>().Forget();
            await shop.TickAsync(WakingShop.Start.AddMinutes(minute).AddSeconds(second));
        }
    }
}
