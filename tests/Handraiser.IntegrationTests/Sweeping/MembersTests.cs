using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;

namespace Handraiser.IntegrationTests.Sweeping;

/// <summary>Counts of members are the members, whatever was hopped, merged, erased, refused or repeated.</summary>
public sealed class MembersTests(SweptShop shop) : IClassFixture<SweptShop>
{
    private const string Book = """
        store: { name: A shop }
        segments:
          mountain: { viewed: { atLeast: 1, within: 3d } }
          mountain/beginner: { visited: { atLeast: 1 } }
          buyers: { ordered: { atLeast: 1 } }
        """;

    [Fact]
    public async Task Counts_equal_a_recount_after_random_hops_merges_and_erasures_on_two_instances()
    {
        var random = new Random(5);
        shop.Around.Playbook = PlaybookLoader.Load(Book).OrThrow();
        var instances = new[] { shop.Begin(), shop.Begin() };
        string[] kinds = [EventKinds.ProductViewed, EventKinds.StoreVisited, EventKinds.OrderPlaced, EventKinds.EmailDelivered];
        for (var round = 0; round < 24; round++)
        {
            shop.Around.Now += TimeSpan.FromHours(random.Next(40));
            List<CustomerEvent> Batch() => [.. Enumerable.Range(0, 20).Select(_ => Happened(random, kinds))];
            // Two instances at once; a message that fails because they met comes again, and the other's is told twice.
            List<CustomerEvent>[] batches = [Batch(), Batch()];
            await Task.WhenAll(instances.Select((instance, i) => instance.Reactor.HandleAsync(batches[i], default)));
            await instances[round % 2].Reactor.HandleAsync(batches[0], default);
            if (round % 4 == 3) await EraseAsync(instances[0].Customers, shop.Identity.OfEmail($"hop{random.Next(30)}@shop.example")!);
        }

        var reader = new MembersReader(shop.Tables);
        var (counted, rows, recount) = (await reader.CountAsync(default), await RowsAsync(), await ProfilesAsync());
        Assert.Equal(rows, Sorted(counted));
        Assert.Equal(recount, Sorted(counted));
        Assert.Equal(3, counted.Count);
        // Many instances leave many rows: whoever reads rolls them up, and the sum stays.
        for (var i = 0; i < 20; i++)
        {
            await shop.Begin().Reactor.HandleAsync([.. Enumerable.Range(0, 6).Select(_ => Happened(random, kinds))], default);
            await reader.CountAsync(default);
        }
        await Task.WhenAll(instances.Select((instance, i) => instance.Reactor.HandleAsync([.. Enumerable.Range(0, 30).Select(_ => Happened(random, kinds))], default)));
        Assert.Equal(await RowsAsync(), Sorted(await reader.CountAsync(default)));
    }

    [Fact]
    public async Task Members_are_paged_and_ranked_and_shown_in_one_tree()
    {
        shop.Around.Playbook = PlaybookLoader.Load(Book).OrThrow();
        var one = shop.Begin();
        await one.Reactor.HandleAsync([.. Enumerable.Range(0, 25).Select(i => shop.Event($"page{i}@shop.example", EventKinds.ProductViewed))], default);
        shop.Around.Now += TimeSpan.FromHours(1);
        await one.Reactor.HandleAsync([shop.Event("page99@shop.example", EventKinds.ProductViewed), shop.Event("page99@shop.example", EventKinds.StoreVisited)], default);
        var list = new SegmentList(new MembersReader(shop.Tables), one.Customers, shop.Around);

        var all = await list.PageAsync("mountain", null, null, 1000, default);
        var paged = new List<string>();
        for (string? after = null; ;)
        {
            var page = await list.PageAsync("mountain", after, null, 7, default);
            paged.AddRange(page.Members.Select(m => m.Customer));
            if ((after = page.After) is null) break;
        }
        Assert.Equal(all.Members.Select(m => m.Customer), paged);
        Assert.Null(all.After);
        Assert.Equal(await list.CountAsync("mountain", default), all.Members.Count);

        var newest = shop.Identity.OfEmail("page99@shop.example");
        Assert.Equal(newest, (await list.NewestAsync("mountain", null, 5, default)).Members[0].Customer);
        Assert.Equal([newest], (await list.PageAsync("mountain", null, shop.Around.Now.AddMinutes(-2), 5, default)).Members.Select(m => m.Customer));
        Assert.Equal(5, (await list.BestAsync("mountain", null, 5, default)).Members.Count);
        var (trees, _) = await list.TreeAsync(default);
        Assert.Equal(["mountain", "buyers"], trees.Select(t => t.Path));
        Assert.Equal("mountain/beginner", Assert.Single(trees[0].Children).Path);
    }

    /// <summary>Each tenth event ties a shop number that had a customer of its own to an address.</summary>
    private CustomerEvent Happened(Random random, string[] kinds)
    {
        var (n, kind) = (random.Next(30), kinds[random.Next(kinds.Length)]);
        var happened = shop.Event($"hop{n}@shop.example", kind);
        happened = happened with { Data = new EventData { OrderId = happened.Id, Value = 10, Currency = "GBP" } };
        return random.Next(10) switch
        {
            0 => happened with { Customer = new Identifiers { ShopId = $"shop:{n}" } },
            1 => happened with { Customer = happened.Customer with { ShopId = $"shop:{n}" } },
            _ => happened,
        };
    }

    private static async Task EraseAsync(CustomersTable customers, string id)
    {
        for (var tries = 0; tries < 8; tries++)
        {
            customers.Forget(id);
            if (await customers.RemoveAsync(await customers.LoadAsync(id, default), default)) return;
        }
        Assert.Fail("The row never stood still.");
    }

    private async Task<SortedDictionary<string, long>> RowsAsync() => Sorted(await shop.Tables.GetTableClient(Names.Tables.Customers).QueryAsync<TableEntity>()
        .Where(r => r.RowKey.StartsWith(Keys.SegmentPrefix, StringComparison.Ordinal)).GroupBy(r => Keys.SegmentOf(r.RowKey)).Select(g => KeyValuePair.Create(g.Key, (long)g.Count())).ToListAsync());

    private async Task<SortedDictionary<string, long>> ProfilesAsync() => Sorted((await shop.Begin().Customers.ScanAsync(default).ToListAsync())
        .SelectMany(p => p.Memberships).GroupBy(m => m.Segment).Select(g => KeyValuePair.Create(g.Key, (long)g.Count())));

    private static SortedDictionary<string, long> Sorted(IEnumerable<KeyValuePair<string, long>> counts) => new(counts.ToDictionary(), StringComparer.Ordinal);
}
