using System.Security.Cryptography;
using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.IntegrationTests.Storage;

[Collection(AzuriteTests.Name)]
public sealed class CountsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Hour = new(2031, 5, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly TableServiceClient tables = new(azurite.ConnectionString);
    private readonly Identity identity = new(RandomNumberGenerator.GetBytes(32));

    public Task InitializeAsync() => tables.CreateTableIfNotExistsAsync(Names.Tables.Customers);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Counts_equal_a_recount_of_the_profiles_whatever_two_instances_did_to_each_other()
    {
        var clock = LocalClock.Held(Hour.AddMinutes(5));
        CustomersTable[] instances = [Instance(), Instance()];
        var ids = Enumerable.Range(0, 12).Select(i => identity.OfEmail($"counts{i}@shop.example")!).ToList();
        var refused = 0;
        for (var round = 0; round < 40; round++)
        {
            // Both read the same rows, and then both write: one of them meets newer rows, and decides again on another day.
            var bucket = ids.GroupBy(Identity.Bucket).ElementAt(round % ids.Select(Identity.Bucket).Distinct().Count());
            var changes = new List<CustomerChange>[2];
            for (var i = 0; i < 2; i++) changes[i] = await Told(instances[i], bucket, round * 2 + i);
            for (var i = 0; i < 2; i++) refused += changes[i].Count - (await instances[i].CommitAsync(bucket.Key, changes[i], CancellationToken.None)).Count;
        }

        var counted = await new CountsReader(tables).SumAsync(Hour, Hour.AddHours(1), CancellationToken.None);
        var recount = new long[Tally.Names.Length];
        var one = new long[Tally.Names.Length];
        foreach (var id in ids)
        {
            instances[0].Forget(id);
            Tally.Count((await instances[0].LoadAsync(id, CancellationToken.None)).Profile, one);
            for (var i = 0; i < one.Length; i++) recount[i] += one[i];
        }
        Assert.True(refused > 0, "No instance ever met a newer row: the test shows nothing.");
        Assert.Equal(Tally.Names.Zip(recount).Select(c => (c.First, c.Second)), Tally.Names.Select(n => (n, counted[n])));
        Assert.True(counted["Delivered"] > 0 && counted["Openers"] > 0);

        CustomersTable Instance() => new(tables, new CustomerCache(), new CountsBook(clock));
    }

    private static async Task<List<CustomerChange>> Told(CustomersTable instance, IEnumerable<string> ids, int number)
    {
        var changes = new List<CustomerChange>();
        foreach (var id in ids)
        {
            var row = await instance.LoadAsync(id, CancellationToken.None);
            var next = Engine.React(row.Profile,
            [
                Happened($"d{number}", EventKinds.EmailDelivered),
                Happened($"o{number}", EventKinds.EmailOpened),
            ], DefaultPlaybook.Playbook, ShopState.Default, Hour.AddMinutes(number)).Profile;
            changes.Add(new CustomerChange(row, next));
        }
        return changes;

        CustomerEvent Happened(string name, string kind) => new()
        {
            Id = name,
            Kind = kind,
            At = Hour.AddMinutes(number),
            Customer = new Identifiers { Email = "any@shop.example" },
            Data = new EventData { MessageId = $"m{number}", UserAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" },
        };
    }
}
