using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Testing.Scale;
using Handraiser.Testing.Storage;
using Xunit;

namespace Handraiser.Tests.Reacting;

/// <summary>What waits for a bucket's turn waits closed, and shares one commit.</summary>
public sealed class BucketCommitterTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Ada = new Identity(new byte[32]).OfEmail("ada@shop.example")!;

    private readonly SemaphoreSlim turns = new(0);
    private readonly MemoryAccount account = new(TimeProvider.System);
    private readonly CountingLine line = new();
    private readonly BucketCommitter committer;
    private int opened;

    public BucketCommitterTests()
    {
        account.Clients(DirectLine.Instance).Tables.CreateTableIfNotExistsAsync(Names.Tables.Customers).GetAwaiter().GetResult();
        committer = With(new CustomerCache());
    }

    public void Dispose() => turns.Dispose();

    [Fact]
    public async Task What_waits_for_a_turn_is_opened_by_it_and_written_once()
    {
        var waiting = Enumerable.Range(0, 5).Select(i => committer.OpenAsync(() => ViewedAsync(i), default)).ToList();
        Assert.Equal(0, opened);
        Assert.Equal(0, Transactions);

        turns.Release();
        foreach (var commit in await Task.WhenAll(waiting)) await commit;

        Assert.Equal(5, opened);
        Assert.Equal(1, Transactions);
    }

    [Fact]
    public async Task One_that_cannot_be_opened_fails_alone()
    {
        var bad = committer.OpenAsync<Task>(() => throw new FormatException("no pack"), default);
        var good = committer.OpenAsync(() => ViewedAsync(1), default);
        turns.Release();

        await Assert.ThrowsAsync<FormatException>(() => bad);
        await await good;
        Assert.Equal(1, Transactions);
    }

    [Fact]
    public async Task Its_turn_is_given_back_and_asked_for_again_by_the_next()
    {
        turns.Release();
        await await committer.OpenAsync(() => ViewedAsync(1), default);
        await await committer.OpenAsync(() => ViewedAsync(2), default);
        Assert.Equal(2, Transactions);
    }

    [Fact]
    public async Task A_row_that_the_cache_had_to_let_go_of_is_not_read_again_for_its_commit()
    {
        turns.Release();
        var customers = Customers(new CustomerCache(0));
        var found = await customers.LoadAsync(Ada, default);
        var reads = Reads;
        await Viewed(With(new CustomerCache(0)), 1, found);

        Assert.Equal(reads, Reads);
        Assert.Equal(1, Transactions);
    }

    [Fact]
    public async Task A_row_that_is_old_by_then_is_refused_and_read_anew()
    {
        turns.Release();
        var customers = Customers(new CustomerCache(0));
        var (committer, found) = (With(new CustomerCache(0)), await customers.LoadAsync(Ada, default));
        await Viewed(committer, 1, found);
        await Viewed(committer, 2, found);

        Assert.Equal(2, (await customers.LoadAsync(Ada, default)).Profile.EventCount);
    }

    private CustomersTable Customers(CustomerCache cache) => new(account.Clients(line).Tables, cache, new CountsBook(TimeProvider.System));

    private BucketCommitter With(CustomerCache cache) => new(Identity.Bucket(Ada), Customers(cache), turns, TimeProvider.System);

    private long Reads => line.Counts.GetValueOrDefault("table GetEntityIfExists") + line.Counts.GetValueOrDefault("table GetEntity");

    private long Transactions => line.Counts.GetValueOrDefault("table SubmitTransaction");

    /// <summary>As a message does when it is opened: its work is under way when it returns.</summary>
    private Task<Task> ViewedAsync(int n)
    {
        opened++;
        return Task.FromResult<Task>(Viewed(committer, n, new CustomerRow(Profile.New(Ada), null)));
    }

    private static Task<IReadOnlyList<Settled>> Viewed(BucketCommitter committer, int n, CustomerRow found)
    {
        var work = new Work(found);
        work.Events.Add(new CustomerEvent { Id = $"t:{n}", Kind = EventKinds.PageViewed, At = Noon.AddMinutes(-n), ReceivedAt = Noon, Source = "test", Customer = new Identifiers { Email = "ada@shop.example" } });
        return committer.CommitAsync([work], new Moment(DefaultPlaybook.Playbook, ShopState.Default, Noon), default);
    }
}
