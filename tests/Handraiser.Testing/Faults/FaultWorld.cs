using Handraiser.Functions;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;
using Handraiser.Testing.Storage;

namespace Handraiser.Testing.Faults;

/// <summary>A shop on storage that fails, in virtual time: its processes, which die and come back, its mail provider, and what truly happened.</summary>
internal sealed class FaultWorld : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly List<Process> processes = [];
    private readonly List<Process> dead = [];
    private readonly Protection without;
    private int started;

    public FaultWorld(int seed, TimeSpan span, Protection without, Action<string>? trace)
    {
        this.without = without;
        Random = new Random(seed);
        Time = new VirtualTime(Random, Start);
        Trace = new FaultTrace(Time, trace);
        Adversary = new Adversary(Random, Time, span);
        Account = new MemoryAccount(new SkewedClock(Time, TimeSpan.Zero)).WithAll();
        Account.Table(Names.Tables.Customers).ComparesVersions = without != Protection.ETag;
        Account.Table(Names.Tables.Customers).Changed += CountRemoved;
        Ledger = new Ledger(this);
        PublishedAt = Random.Next(2) == 0 ? Start + span * Random.NextDouble() : DateTimeOffset.MaxValue;
        Provider = new MailProvider(Random, Time, Adversary, Trace) { Tell = one => Time.Start(() => Teller!.TellAsync([one])) };
        Teller = new Teller(this);
        Host = new HostTwin(this);
        for (var i = Random.Next(1, 4); i > 0; i--) StartProcess();
    }

    public Random Random { get; }
    public VirtualTime Time { get; }
    public FaultTrace Trace { get; }
    public Adversary Adversary { get; }
    public MemoryAccount Account { get; }
    public Ledger Ledger { get; }
    public MailProvider Provider { get; }
    public Teller Teller { get; }
    public HostTwin Host { get; }
    public DateTimeOffset PublishedAt { get; }
    public IReadOnlyList<Process> Processes => processes;

    /// <summary>A process that lives; null while none does.</summary>
    public Process? AnyProcess() => processes.Count == 0 ? null : processes[Random.Next(processes.Count)];

    /// <summary>Ends a process without a word; another takes its place after a while, with cold caches.</summary>
    public void Kill(Process process)
    {
        if (!processes.Remove(process)) return;
        process.Line.IsDead = true;
        dead.Add(process);
        Time.At(Time.Now + TimeSpan.FromSeconds(Random.Next(2, 120)), StartProcess);
    }

    /// <summary>An operator looks at what was parked and puts it through again.</summary>
    public async Task ReplayParkedAsync()
    {
        var process = AnyProcess()!;
        var parked = process.Get<IParked>();
        var items = new List<ParkedItem>();
        await foreach (var item in parked.ListAsync(CancellationToken.None)) items.Add(item);
        foreach (var item in items)
        {
            await process.Queues.GetQueueClient(item.Queue).SendMessageAsync(ParkedRoutes.Message(item), timeToLive: TimeSpan.FromSeconds(-1));
            await parked.RemoveAsync(item.Id, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        foreach (var process in processes.Concat(dead)) process.Dispose();
    }

    private void StartProcess()
    {
        var name = $"#{++started}";
        FaultyLine? line = null;
        line = new FaultyLine(Time, Adversary, Trace, name) { Die = () => Kill(processes.Find(p => p.Line == line)!) };
        processes.Add(new Process(this, name, line, TimeSpan.FromSeconds(Random.Next(-90, 91)), without));
        Trace.Note($"{name} starts");
    }

    private void CountRemoved(MemoryRow? before, MemoryRow? after)
    {
        if (after is not null || before is null || !before.Key.StartsWith(Keys.CustomerPrefix, StringComparison.Ordinal)) return;
        var counts = new long[Tally.Names.Length];
        Tally.Count(Rows.Read(before.Read()), counts);
        for (var i = 0; i < counts.Length; i++) Ledger.Removed[i] += counts[i];
    }
}
