using Handraiser.Budgets;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Handraiser.Profiles;

namespace Handraiser.Testing.Faults;

/// <summary>A protection that can be taken away, to show that the simulation notices. The application has no switch for any of them: what is changed is what stands around it.</summary>
public enum Protection
{
    /// <summary>None is taken away.</summary>
    None,
    /// <summary>A profile does not remember which events were folded.</summary>
    Dedupe,
    /// <summary>Tables do not compare versions.</summary>
    ETag,
    /// <summary>A message is not claimed before the provider is called.</summary>
    Claim,
    /// <summary>What was decided and not handed on is not handed on again when its message comes again.</summary>
    Outbox,
    /// <summary>Each process reckons the month's money by itself.</summary>
    Ledger,
}

/// <summary>Customers whose profiles come without the memory of what was folded.</summary>
internal sealed class ForgetfulCustomers(ICustomers customers) : ICustomers
{
    public async ValueTask<CustomerRow> LoadAsync(string customerId, CancellationToken cancellation)
    {
        var row = await customers.LoadAsync(customerId, cancellation);
        return row with { Profile = row.Profile with { Seen = SeenEvents.None } };
    }

    public void Forget(string customerId) => customers.Forget(customerId);

    public Task<IReadOnlyDictionary<string, CustomerRow>> CommitAsync(string bucket, IReadOnlyList<CustomerChange> changes, CancellationToken cancellation) => customers.CommitAsync(bucket, changes, cancellation);

    public Task<bool> RemoveAsync(CustomerRow row, CancellationToken cancellation) => customers.RemoveAsync(row, cancellation);

    public IAsyncEnumerable<Profile> ScanAsync(int bucket, CancellationToken cancellation) => customers.ScanAsync(bucket, cancellation);

    public IAsyncEnumerable<Profile> ScanAsync(CancellationToken cancellation) => customers.ScanAsync(cancellation);
}

/// <summary>Hands on what was decided just now, and nothing that was decided before and may have been lost.</summary>
internal sealed class OnceOnly(IHandOn handOn, TimeProvider clock) : IHandOn
{
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(1);

    public Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation) =>
        handOn.DeliverAsync([.. actions.Where(a => a.Action.NotBefore is not null || a.Action.DecidedAt > clock.GetUtcNow() - JustNow)], cancellation);
}

/// <summary>A ledger that nobody else reads or writes.</summary>
internal sealed class OwnLedger : ILedger
{
    private readonly Dictionary<string, decimal> drawn = new(StringComparer.Ordinal);

    public Task<decimal> DrawAsync(string period, string account, decimal bound, decimal asked, CancellationToken cancellation)
    {
        var block = Drawing.Block(bound, drawn.GetValueOrDefault(account), asked);
        drawn[account] = drawn.GetValueOrDefault(account) + block;
        return Task.FromResult(block);
    }

    public Task ReturnAsync(string period, string account, decimal amount, CancellationToken cancellation)
    {
        drawn[account] -= amount;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, decimal>> DrawnAsync(string period, CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<string, decimal>>(drawn);
}
