using System.Collections.Concurrent;
using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Budgets;
using Handraiser.Tests.Plays;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.Tests.Delivery;

/// <summary>The process died here.</summary>
public sealed class CrashException : Exception;

/// <summary>How the provider treats the first call; later ones it accepts.</summary>
public enum Misbehaviour { None, AcceptsAndDrops, Throttles, Unavailable, FailsUnseen, RefusesConnection, Refuses }

/// <summary>What becomes of the provider's events.</summary>
public enum EventFate { Told, ToldTwice, Lost }

/// <summary>Everything around delivery, in memory: a customer, the agenda, the queue, a misbehaving provider; and a process that dies at a chosen await.</summary>
internal sealed class DeliveryWorld : ICustomers, IAgenda, IMoments, IFollowUps, IChannel
{
    private readonly Playbook playbook;
    private readonly Deliverer deliverer;
    private readonly int crashAt;
    private (Profile Profile, int Version) row;
    private int awaits;
    private int calls;

    public DeliveryWorld(int crashAt, Misbehaviour misbehaviour, Playbook? rules = null, BudgetBook? budget = null)
    {
        this.crashAt = crashAt;
        playbook = rules ?? DeliveryCases.Book(DeliveryCases.Play());
        Misbehaviour = misbehaviour;
        row = (DeliveryCases.Customer(DeliveryCases.Action(Now)), 1);
        deliverer = new Deliverer(this, this, [this], this, this, new Reserving(budget ?? new BudgetBook(new MemoryLedger()), new CodeBook(null!, null!, null!, TimeProvider.System)), NullLogger<Deliverer>.Instance);
    }

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    public Misbehaviour Misbehaviour { get; }
    public Profile Profile => row.Profile;
    public List<string> Accepted { get; } = [];
    public List<DateTimeOffset> Wakes { get; } = [];
    public ConcurrentDictionary<string, FollowUp> Shown { get; } = new();
    public int Operations { get; private set; }
    public bool Crashed => awaits >= crashAt;

    public ChannelPace Pace { get; } = new(1000);
    public bool IsRepeatable => false;

    /// <summary>What happens while the message is rendered.</summary>
    public Action WhileRendering { get; set; } = () => { };

    /// <summary>Delivers one message as the host does: once more after each death.</summary>
    public async Task DeliverAsync(CancellationToken cancellation = default)
    {
        for (var tries = 0; tries < 5; tries++)
        {
            try
            {
                await deliverer.DeliverAsync(new DeliveryMessage(Profile.Id, "a-1"), cancellation);
                return;
            }
            catch (CrashException)
            {
                // The lease runs out and the message comes again.
                Now += TimeSpan.FromMinutes(10);
            }
        }
    }

    /// <summary>Lets the provider tell what it took over, and the agenda wake the customer, until nothing is left to happen.</summary>
    public async Task LiveOnAsync(EventFate fate)
    {
        for (var i = 0; i < 40; i++)
        {
            if (fate != EventFate.Lost)
            {
                foreach (var id in Accepted.Distinct())
                {
                    for (var n = fate == EventFate.ToldTwice ? 2 : 1; n > 0; n--) React(DeliveryCases.Event(EventKinds.EmailDelivered, Now) with { Id = "delivered:" + id, Data = new EventData { ActionId = id } });
                }
            }
            if (Wakes.Count == 0) return;
            Now = Wakes.Min() > Now ? Wakes.Min() : Now;
            Wakes.RemoveAll(w => w <= Now);
            var woken = React(DeliveryCases.Event(EventKinds.TimePassed, Now));
            foreach (var _ in woken.Effects.OfType<Send>()) await DeliverAsync();
        }
    }

    public ValueTask<CustomerRow> LoadAsync(string customerId, CancellationToken cancellation)
    {
        Await();
        Operations++;
        return ValueTask.FromResult(new CustomerRow(row.Profile, row.Version.ToString()));
    }

    public async IAsyncEnumerable<Profile> ScanAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        yield return row.Profile;
    }

    public void Forget(string customerId)
    {
    }

    public Task<IReadOnlyDictionary<string, CustomerRow>> CommitAsync(string bucket, IReadOnlyList<CustomerChange> changes, CancellationToken cancellation)
    {
        Await();
        Operations++;
        var change = changes.Single();
        var written = new Dictionary<string, CustomerRow>();
        if (change.Row.ETag == row.Version.ToString())
        {
            row = (change.Next, row.Version + 1);
            written[change.Next.Id] = new CustomerRow(change.Next, row.Version.ToString());
        }
        Await();
        return Task.FromResult<IReadOnlyDictionary<string, CustomerRow>>(written);
    }

    public Task ArmAsync(IReadOnlyCollection<WakeUp> wakes, CancellationToken cancellation)
    {
        Await();
        Wakes.AddRange(wakes.Select(w => w.At));
        Await();
        return Task.CompletedTask;
    }

    public Task<bool> RemoveAsync(CustomerRow row, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<Profile> ScanAsync(int bucket, CancellationToken cancellation) => ScanAsync(cancellation);

    public Task DisarmAsync(IReadOnlyCollection<WakeUp> wakes, CancellationToken cancellation) => throw new NotSupportedException();

    Task<IReadOnlyList<FollowUp>> IFollowUps.OfAsync(string customerId, CancellationToken cancellation) => throw new NotSupportedException("Nobody asks here.");

    public Task RemoveOfAsync(string customerId, CancellationToken cancellation) => Task.CompletedTask;

    public IAsyncEnumerable<IReadOnlyList<DueWake>> DueAsync(DateTimeOffset now, CancellationToken cancellation) => throw new NotSupportedException();

    public Task RemoveAsync(IReadOnlyList<DueWake> wakes, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<Moment> NowAsync(CancellationToken cancellation) => ValueTask.FromResult(new Moment(playbook, ShopState.Default, Now));

    public Task AddAsync(FollowUp item, CancellationToken cancellation)
    {
        Await();
        Shown.TryAdd(item.Id, item);
        Await();
        return Task.CompletedTask;
    }

    public Task ShareAsync(Func<IReadOnlyList<FollowUp>, IReadOnlyCollection<FollowUp>> share, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<FollowUp>> OpenAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<FollowUp>>([.. Shown.Values]);

    public Task<IReadOnlyList<FollowUp>> OpenOfAsync(string customerId, CancellationToken cancellation) => OpenAsync(cancellation);

    public Task<FollowUp?> FindAsync(string id, CancellationToken cancellation) => Task.FromResult(Shown.GetValueOrDefault(id));

    public Task<FollowUpChange?> ChangeAsync(string id, Func<FollowUp, FollowUpChange> change, CancellationToken cancellation) => throw new NotSupportedException();

    public bool Carries(ActionKind kind) => kind == ActionKind.Email;

    public string MessageKindOf(Profile profile, PlannedAction action) => MessageKinds.Marketing;

    public ValueTask<Parcel> PrepareAsync(Consignment consignment, CancellationToken cancellation)
    {
        Await();
        WhileRendering();
        return ValueTask.FromResult<Parcel>(new Letter());
    }

    public Task<DeliveryOutcome> SendAsync(Parcel parcel, Consignment consignment)
    {
        Await();
        var outcome = Call(consignment.Action.Id, calls++ == 0 ? Misbehaviour : Misbehaviour.None);
        Await();
        return Task.FromResult(outcome);
    }

    private DeliveryOutcome Call(string id, Misbehaviour how)
    {
        if (how is Misbehaviour.None or Misbehaviour.AcceptsAndDrops) Accepted.Add(id);
        return how switch
        {
            Misbehaviour.None => new DeliveryOutcome(OutcomeClass.Accepted) { ProviderId = "m-1" },
            Misbehaviour.AcceptsAndDrops or Misbehaviour.FailsUnseen => new DeliveryOutcome(OutcomeClass.Ambiguous),
            Misbehaviour.Throttles => new DeliveryOutcome(OutcomeClass.Throttled) { RetryAfter = TimeSpan.FromMinutes(3) },
            Misbehaviour.Unavailable or Misbehaviour.RefusesConnection => new DeliveryOutcome(OutcomeClass.Temporary),
            Misbehaviour.Refuses => new DeliveryOutcome(OutcomeClass.Permanent) { Reason = "no" },
        };
    }

    private Reaction React(CustomerEvent happened)
    {
        var reaction = Engine.React(row.Profile, [happened], playbook, ShopState.Default, Now);
        row = (reaction.Profile, row.Version + 1);
        Wakes.AddRange(reaction.Effects.OfType<Wake>().Select(w => w.At));
        return reaction;
    }

    private void Await()
    {
        if (++awaits == crashAt) throw new CrashException();
    }

    private sealed record Letter() : Parcel((string?)null);
}
