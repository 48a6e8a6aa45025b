using Handraiser.Budgets;
using Handraiser.Functions.Budgets;

namespace Handraiser.Tests.Budgets;

/// <summary>The ledger in memory, and how often it was asked.</summary>
internal sealed class MemoryLedger : ILedger
{
    private readonly Dictionary<(string Period, string Account), decimal> drawn = [];

    public int Calls { get; private set; }

    public Task<decimal> DrawAsync(string period, string account, decimal bound, decimal asked, CancellationToken cancellation)
    {
        Calls++;
        var gone = drawn.GetValueOrDefault((period, account));
        var block = Drawing.Block(bound, gone, asked);
        drawn[(period, account)] = gone + block;
        return Task.FromResult(block);
    }

    public Task ReturnAsync(string period, string account, decimal amount, CancellationToken cancellation)
    {
        drawn[(period, account)] -= amount;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, decimal>> DrawnAsync(string period, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, decimal>>(drawn.Where(d => d.Key.Period == period).ToDictionary(d => d.Key.Account, d => d.Value));
}
