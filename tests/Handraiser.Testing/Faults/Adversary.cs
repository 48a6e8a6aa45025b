using Azure;
using Handraiser.Testing.Storage;

namespace Handraiser.Testing.Faults;

/// <summary>What becomes of one call.</summary>
/// <param name="Before">How long it takes to reach storage.</param>
/// <param name="After">How long the answer takes.</param>
/// <param name="Twice">Whether storage does it twice, as when the client tries again because the first answer was lost: what the second try meets is the answer.</param>
/// <param name="Lost">What the caller hears instead of the answer; null for the answer.</param>
/// <param name="Reaches">Whether storage does it at all.</param>
/// <param name="Death">Whether the calling process dies: before storage does it, or after.</param>
internal readonly record struct Fate(TimeSpan Before, TimeSpan After, bool Twice = false, Exception? Lost = null, bool Reaches = true, Death Death = Death.None);

/// <summary>When the calling process dies.</summary>
internal enum Death
{
    None,
    Before,
    After,
}

/// <summary>Decides, from the seed alone, what becomes of every call. How hard it is varies from seed to seed, and from hour to hour.</summary>
internal sealed class Adversary
{
    private readonly Random random;
    private readonly VirtualTime time;
    private readonly double fail;
    private readonly double twice;
    private readonly double slow;
    private readonly double die;
    private readonly List<(DateTimeOffset From, DateTimeOffset To, string? Service)> outages = [];

    public Adversary(Random random, VirtualTime time, TimeSpan span)
    {
        (this.random, this.time) = (random, time);
        // Some stories are calm but for one kind of fault: what many faults hide from each other shows there.
        fail = Of(0.5, 0.08);
        twice = Of(0.5, 0.06);
        slow = Of(0.5, 0.03);
        die = Of(0.6, 0.02);
        for (var i = random.Next(-1, 3); i > 0; i--)
        {
            var from = time.Now + span * random.NextDouble();
            outages.Add((from, from + TimeSpan.FromHours(random.NextDouble() * 5), random.Next(4) switch { 0 => "table", 1 => "queue", 2 => "blob", _ => null }));
        }
    }

    /// <summary>Whether it still does harm.</summary>
    public bool IsAtWork { get; set; } = true;

    /// <summary>What happened so far, as a hash: two runs of a seed must agree.</summary>
    public ulong Fingerprint { get; private set; } = 14695981039346656037;

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    public Fate Next(StorageCall call)
    {
        Calls++;
        var before = Milliseconds(1, 12);
        var after = Milliseconds(1, 12);
        Note(call, before);
        if (!IsAtWork) return new Fate(before, after);
        if (outages.Exists(o => o.From <= time.Now && time.Now < o.To && (o.Service is null || o.Service == call.Service))) return new Fate(Milliseconds(10, 3000), after, Lost: Failure(), Reaches: false);
        if (Happens(slow)) before = TimeSpan.FromSeconds(Math.Pow(10, random.NextDouble() * 3));
        if (Happens(slow)) after = TimeSpan.FromSeconds(Math.Pow(10, random.NextDouble() * 3));
        if (Happens(die)) return new Fate(before, after, Death: random.Next(2) == 0 ? Death.Before : Death.After);
        if (Happens(twice)) return new Fate(before, after, Twice: true);
        return Happens(fail) ? new Fate(before, after, Lost: Failure(), Reaches: random.Next(2) == 0) : new Fate(before, after);
    }

    /// <summary>Whether something of this likelihood happens now; nothing does once it has stopped.</summary>
    public bool Happens(double chance) => IsAtWork && chance > 0 && random.NextDouble() < chance;

    /// <summary>What a client throws when storage fails: its own answers, a broken connection, four tries that each took too long, or no memory for the answer.</summary>
    private Exception Failure() => random.Next(7) switch
    {
        0 => new RequestFailedException(503, "ServerBusy", "ServerBusy", null),
        1 => new RequestFailedException(500, "OperationTimedOut", "OperationTimedOut", null),
        2 => new RequestFailedException(429, "TooManyRequests", "TooManyRequests", null),
        3 => new RequestFailedException(0, "The connection broke.", null, new HttpRequestException("The connection broke.", new IOException())),
        4 => new AggregateException("Retry failed after 4 tries.", Enumerable.Range(0, 4).Select(_ => new RequestFailedException(0, "No such host."))),
        5 => new AggregateException("Retry failed after 4 tries.", Enumerable.Range(0, 4).Select(_ => new TaskCanceledException("The operation was cancelled because it exceeded the configured timeout."))),
        _ => new InsufficientMemoryException(),
    };

    private double Of(double chance, double most) => random.NextDouble() < chance ? most * random.NextDouble() : 0;

    private TimeSpan Milliseconds(int from, int to) => TimeSpan.FromMilliseconds(random.Next(from, to));

    private void Note(StorageCall call, TimeSpan wait)
    {
        foreach (var c in call.Operation) Fingerprint = (Fingerprint ^ c) * 1099511628211;
        foreach (var c in call.Place) Fingerprint = (Fingerprint ^ c) * 1099511628211;
        Fingerprint = (Fingerprint ^ (ulong)(time.Now.UtcTicks + wait.Ticks)) * 1099511628211;
    }
}

/// <summary>The line of one process to storage. A process that has died hears nothing any more, and nothing that it began goes on.</summary>
internal sealed class FaultyLine(VirtualTime time, Adversary adversary, FaultTrace trace, string process) : IStorageLine
{
    /// <summary>Called when the process dies.</summary>
    public required Action Die { get; init; }

    /// <summary>Whether the process is dead.</summary>
    public bool IsDead { get; set; }

    public async Task<T> CallAsync<T>(StorageCall asked, Func<T> effect)
    {
        if (IsDead) return await Never<T>();
        if (TaskScheduler.Current != time) throw new InvalidOperationException("A asked came from outside of the simulation.");
        var fate = adversary.Next(asked);
        await WaitAsync(fate.Before);
        if (fate.Death == Death.Before) return await DieAsync<T>(asked, "before");
        T? answer = default;
        Exception? refusal = null;
        if (fate.Reaches)
        {
            try
            {
                answer = effect();
                if (fate.Twice) answer = effect();
            }
            catch (RequestFailedException e)
            {
                refusal = e;
            }
        }
        if (fate.Death == Death.After) return await DieAsync<T>(asked, "after");
        await WaitAsync(fate.After);
        if (trace.IsOn) trace.Note($"{process} {asked.Place} {asked.Operation}{(fate.Twice ? " twice" : "")}{(fate.Reaches ? "" : " in vain")}{((fate.Lost ?? refusal) is { } told ? " -> " + told.Message : "")}");
        if (fate.Lost is not null) throw fate.Lost;
        return refusal is null ? answer! : throw refusal;
    }

    /// <summary>Waits; whoever dies meanwhile waits for ever.</summary>
    public async Task WaitAsync(TimeSpan wait)
    {
        await time.Delay(wait);
        if (IsDead) await Never<bool>();
    }

    private async Task<T> DieAsync<T>(StorageCall call, string when)
    {
        trace.Note($"{process} dies {when} {call.Place} {call.Operation}");
        Die();
        return await Never<T>();
    }

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;
}

/// <summary>What happened, line by line, for whoever replays a seed.</summary>
internal sealed class FaultTrace(VirtualTime time, Action<string>? write)
{
    public bool IsOn => write is not null;

    public void Note(string line) => write?.Invoke($"{time.Now:dd HH:mm:ss.fff} {line}");
}
