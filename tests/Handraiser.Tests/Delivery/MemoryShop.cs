using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Tests.Delivery;

/// <summary>One customer, the responders' list and the queues, in memory.</summary>
internal sealed class MemoryShop(Profile profile, Playbook playbook) : ICustomers, IMoments, IEventSink, IHandOn, IFollowUps
{
    private int version = 1;

    public DateTimeOffset Now { get; set; } = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    public Profile Profile { get; set; } = profile;
    public List<CustomerEvent> Events { get; } = [];
    public List<PlannedAction> HandedOn { get; } = [];
    public Dictionary<string, FollowUp> List { get; } = [];
    public int StorageCalls { get; private set; }

    public ValueTask<CustomerRow> LoadAsync(string customerId, CancellationToken cancellation)
    {
        StorageCalls++;
        return ValueTask.FromResult(new CustomerRow(Profile, version.ToString()));
    }

    public void Forget(string customerId)
    {
    }

    public Task<IReadOnlyDictionary<string, CustomerRow>> CommitAsync(string bucket, IReadOnlyList<CustomerChange> changes, CancellationToken cancellation)
    {
        StorageCalls++;
        Profile = changes.Single().Next;
        return Task.FromResult<IReadOnlyDictionary<string, CustomerRow>>(ImmutableDictionary<string, CustomerRow>.Empty.Add(Profile.Id, new CustomerRow(Profile, $"{++version}")));
    }

    public Task<bool> RemoveAsync(CustomerRow row, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<Profile> ScanAsync(int bucket, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<Profile> ScanAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<Moment> NowAsync(CancellationToken cancellation) => ValueTask.FromResult(new Moment(playbook, ShopState.Default, Now));

    public Task AcceptAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation)
    {
        Events.AddRange(events);
        return Task.CompletedTask;
    }

    public Task AcceptAsync(LineBatch events, CancellationToken cancellation) => throw new NotSupportedException();

    public Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation)
    {
        HandedOn.AddRange(actions.Select(a => a.Action));
        return Task.CompletedTask;
    }

    public Task AddAsync(FollowUp item, CancellationToken cancellation)
    {
        List.TryAdd(item.Id, item);
        return Task.CompletedTask;
    }

    public async Task ShareAsync(Func<IReadOnlyList<FollowUp>, IReadOnlyCollection<FollowUp>> share, CancellationToken cancellation)
    {
        foreach (var item in share(await OpenAsync(cancellation))) List[item.Id] = item;
    }

    public Task<IReadOnlyList<FollowUp>> OpenAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<FollowUp>>([.. List.Values.Where(f => f.State != FollowUpState.Closed).OrderByDescending(f => f.Rank)]);

    public async Task<IReadOnlyList<FollowUp>> OpenOfAsync(string customerId, CancellationToken cancellation) => [.. (await OpenAsync(cancellation)).Where(f => f.CustomerId == customerId)];

    public Task<IReadOnlyList<FollowUp>> OfAsync(string customerId, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<FollowUp>>([.. List.Values.Where(f => f.CustomerId == customerId)]);

    public Task<FollowUp?> FindAsync(string id, CancellationToken cancellation) => Task.FromResult(List.GetValueOrDefault(id));

    public Task RemoveOfAsync(string customerId, CancellationToken cancellation) => Task.CompletedTask;

    public Task<FollowUpChange?> ChangeAsync(string id, Func<FollowUp, FollowUpChange> change, CancellationToken cancellation)
    {
        var changed = change(List[id]);
        if (changed.Item is { } item) List[id] = item;
        return Task.FromResult<FollowUpChange?>(changed);
    }
}
