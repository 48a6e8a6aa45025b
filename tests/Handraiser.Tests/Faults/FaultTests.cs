using System.Collections.Concurrent;
using Handraiser.Testing.Faults;
using Xunit;

namespace Handraiser.Tests.Faults;

/// <summary>
/// The real pipeline over storage that fails: each seed is another story of crashes, lost answers, conflicts, late and doubled messages. More
/// seeds than here with <c>-- faults --seeds N</c> of the benchmarks (<c>docs/faults.md</c>).
/// </summary>
public sealed class FaultTests
{
    private const int Seeds = 2_000;
    private const int FewSeeds = 60;

    [Fact]
    public async Task No_fault_loses_doubles_or_forgets_anything()
    {
        var failed = new ConcurrentBag<FaultReport>();
        var last = -1;

        // On threads of their own: on the pool's, every test that waits for an answer over HTTP would wait for these.
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(PlayOn, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.True(failed.IsEmpty, string.Join("\n", failed.OrderBy(f => f.Seed)));

        void PlayOn()
        {
            while (failed.Count <= 3 && Interlocked.Increment(ref last) is var seed && seed < Seeds)
            {
                var report = FaultRun.Play(seed);
                if (report.Violations.Count > 0) failed.Add(report);
            }
        }
    }

    [Theory]
    [InlineData(Protection.Dedupe)]
    [InlineData(Protection.ETag)]
    [InlineData(Protection.Claim)]
    [InlineData(Protection.Outbox)]
    [InlineData(Protection.Ledger)]
    public void Without_a_protection_some_seed_fails_soon(Protection without) =>
        Assert.Contains(Enumerable.Range(0, FewSeeds), seed => FaultRun.Play(seed, without).Violations.Count > 0);

    [Fact]
    public void A_seed_replays()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var first = FaultRun.Play(seed);
            var second = FaultRun.Play(seed);
            Assert.Equal((first.Calls, first.Events, first.Mails, first.Fingerprint), (second.Calls, second.Events, second.Mails, second.Fingerprint));
        }
    }
}
