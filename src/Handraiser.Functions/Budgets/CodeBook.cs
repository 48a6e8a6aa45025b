using System.Collections.Concurrent;
using Handraiser.Functions.Sending;
using Microsoft.Extensions.Hosting;

namespace Handraiser.Functions.Budgets;

/// <summary>
/// The codes that this instance has in hand: taken out of the pool a few at a time, given to actions one by one. A code stands on the
/// action from its claim on. What is in hand when the process ends goes back; when it dies, those few codes are given to nobody.
/// </summary>
internal sealed class CodeBook(ICodePools pools, ISwitches switches, IStaff staff, TimeProvider clock) : IHostedService, IDisposable
{
    private const int InHand = 8;

    private readonly ConcurrentDictionary<string, Hand> hands = new(StringComparer.Ordinal);

    /// <summary>The next code of a pool; null when it is empty.</summary>
    public async Task<string?> TakeAsync(string pool, CancellationToken cancellation)
    {
        var hand = hands.GetOrAdd(pool, _ => new Hand());
        if (hand.Codes.TryTake(out var code)) return code;
        await hand.Drawing.WaitAsync(cancellation);
        try
        {
            while (!hand.Codes.TryTake(out code))
            {
                var drawn = await pools.DrawAsync(pool, InHand, cancellation);
                foreach (var one in drawn.Codes) hand.Codes.Add(one);
                if (drawn.IsLow) await TellAsync(pool, cancellation);
                if (drawn.Codes.Count == 0) return null;
            }
            return code;
        }
        finally
        {
            hand.Drawing.Release();
        }
    }

    /// <summary>Puts a code back that no customer saw. Only once nothing else remembers it.</summary>
    public void GiveBack(string? pool, string? code)
    {
        if (pool is not null && code is not null) hands.GetOrAdd(pool, _ => new Hand()).Codes.Add(code);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives back what is in hand.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var (pool, hand) in hands)
        {
            var left = new List<string>();
            while (hand.Codes.TryTake(out var code)) left.Add(code);
            if (left.Count > 0) await pools.ReturnAsync(pool, left, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hand in hands.Values) hand.Drawing.Dispose();
    }

    private async Task TellAsync(string pool, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (await switches.NoteAsync($"pool|{pool}|{now.UtcDateTime:yyyyMMdd}", now, cancellation))
            await staff.TellAsync($"The pool of codes {pool} has fewer than {CodePoolsTable.Low} left; without codes, its messages are not sent. Import more: handraiser codes import {pool} FILE.", cancellation);
    }

    private sealed class Hand
    {
        public SemaphoreSlim Drawing { get; } = new(1);
        public ConcurrentBag<string> Codes { get; } = [];
    }
}
