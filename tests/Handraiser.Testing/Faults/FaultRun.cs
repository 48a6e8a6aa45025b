using System.Globalization;
using Handraiser.Functions;

namespace Handraiser.Testing.Faults;

/// <summary>What came of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Violations">What did not hold; empty when all did.</param>
/// <param name="Calls">How many calls of storage were made.</param>
/// <param name="Events">How many events were acknowledged.</param>
/// <param name="Mails">How many messages the provider took.</param>
/// <param name="Fingerprint">A hash of all that happened: the same for the same seed.</param>
public sealed record FaultReport(int Seed, IReadOnlyList<string> Violations, int Calls, int Events, int Mails, ulong Fingerprint)
{
    public override string ToString() => Violations.Count == 0 ? $"Seed {Seed}: all held" : $"Seed {Seed}: {string.Join("; ", Violations.Take(5))}\nReplay it with: dotnet run -c Release --project tests/Handraiser.Benchmarks -- faults --seed {Seed}";
}

/// <summary>
/// Plays one story of a shop on failing storage: a day in which anything may fail, then days in which nothing does, until everything has
/// come to rest. Everything follows from the seed.
/// </summary>
public static class FaultRun
{
    private const int MostSteps = 1_500_000;
    private static readonly TimeSpan Trouble = TimeSpan.FromHours(24), Aftermath = TimeSpan.FromDays(9), Margin = TimeSpan.FromMinutes(5);

    /// <summary>Plays one seed.</summary>
    /// <param name="seed">What everything follows from.</param>
    /// <param name="without">A protection to do without.</param>
    /// <param name="trace">Is told what happens, line by line.</param>
    public static FaultReport Play(int seed, Protection without = Protection.None, Action<string>? trace = null)
    {
        // Nothing may leave the one thread, not even by way of a test runner.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return PlayHere(seed, without, trace);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private static FaultReport PlayHere(int seed, Protection without, Action<string>? trace)
    {
        using var world = new FaultWorld(seed, Trouble, without, trace);
        var violations = new List<string>();
        var steps = MostSteps;
        var start = world.Time.Now;
        new FaultStory(world, Trouble).Plan();
        var cameToRest = world.Time.RunUntil(start + Trouble, () => false, ref steps);
        world.Adversary.IsAtWork = false;
        world.Trace.Note("calm");
        cameToRest &= world.Time.RunUntil(start + Trouble + TimeSpan.FromHours(12), () => false, ref steps);
        cameToRest &= Act(world, world.ReplayParkedAsync, ref steps);
        cameToRest &= world.Time.RunUntil(start + Aftermath, () => false, ref steps) && IsAtRest(world);
        if (!cameToRest) violations.Add($"it never came to rest: {string.Join(", ", Names.Queues.All.Select(q => $"{q} {world.Account.Queue(q).All().Count}"))}, {world.Teller.Busy} senders, {MostSteps - steps} steps");
        else Act(world, new Invariants(world, violations).CheckAsync, ref steps);
        violations.AddRange(world.Time.Lost.Select(e => $"{e.GetType().Name}: {e.Message} {e.StackTrace}"));
        return new FaultReport(seed, violations, world.Adversary.Calls, world.Ledger.Acknowledged.Count, world.Provider.Taken.Count, world.Adversary.Fingerprint);
    }

    private static bool Act(FaultWorld world, Func<Task> act, ref int steps)
    {
        var done = false;
        world.Time.Start(async () =>
        {
            await act();
            done = true;
        });
        return world.Time.RunUntil(world.Time.Now + TimeSpan.FromHours(1), () => done, ref steps) && done;
    }

    private static bool IsAtRest(FaultWorld world)
    {
        var due = (world.Time.Now - Margin).UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
        return world.Teller.Busy == 0 && world.Host.IsIdle && !world.Account.Table(Names.Tables.Agenda).All().Exists(r => string.CompareOrdinal(r.Partition, due) < 0);
    }
}
