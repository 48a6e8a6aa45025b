using Handraiser.Events;
using Handraiser.Functions.Reaction;
using Handraiser.Plays;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Sending;

/// <summary>
/// Stops marketing from a domain before it is banned (law 5). Looked at when complaints and hard bounces come in, by whichever instance
/// hears them, at most every few seconds; what it decides stands in a row that every instance reads within 30 seconds.
/// </summary>
internal sealed partial class SendingWatch(SendingReader reader, ISwitches switches, IMoments moments, IStaff staff, TimeProvider clock, ILogger<SendingWatch> log) : IDisposable
{
    /// <summary>Who stops what stops by itself.</summary>
    public const string Itself = "Handraiser";

    /// <summary>By the machine's own clock: it spares storage, and has nothing to do with when things happened.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1);
    private long looked = long.MinValue;
    private int waiting;

    /// <summary>Whether an event tells against sending: a complaint or a hard bounce.</summary>
    public static bool TellsAgainst(CustomerEvent happened) =>
        happened.Kind == EventKinds.EmailComplained || happened is { Kind: EventKinds.EmailBounced, Data.Bounce: BounceKind.Hard };

    /// <summary>Hears of events that were reacted to. What tells against sending is looked at now or within seconds; the message need not wait for it.</summary>
    public async Task HeardAsync(bool tellsAgainst, CancellationToken cancellation)
    {
        if (!tellsAgainst) return;
        if (looked == long.MinValue || clock.GetElapsedTime(looked) >= Between) await LookAsync(cancellation);
        else if (Interlocked.Exchange(ref waiting, 1) == 0) _ = LookLaterAsync();
    }

    /// <summary>Decides for each domain, and tells the operator of each stop that nobody told of.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            looked = clock.GetTimestamp();
            var moment = await moments.NowAsync(cancellation);
            var known = await switches.ReadAsync(cancellation);
            var rule = moment.Playbook.Limits.StopSending;
            var own = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (domain, counts) in await CountsAsync(known, moment, cancellation))
            {
                if (known.Domains.Any(d => d.Domain == domain && d.IsStopped) || StopSending.Reason(rule, counts) is not { } reason) continue;
                if (await switches.StopAsync(domain, reason, Itself, moment.Now, cancellation))
                {
                    LogStopped(domain, reason);
                    own.Add(domain);
                }
                moments.Forget();
            }
            // Only one's own: another instance that looked at the same moment tells of what it stopped.
            await TellAsync(own.Contains, cancellation);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What counts at the moment for each domain: the hours of the rule's window, or since it was let go on.</summary>
    public async Task<IReadOnlyDictionary<string, SendingCounts>> CountsAsync(Switches known, Moment moment, CancellationToken cancellation)
    {
        var from = SendingReader.Hour(moment.Now - moment.Playbook.Limits.StopSending.Over);
        var sums = new Dictionary<string, SendingCounts>(StringComparer.Ordinal);
        foreach (var (hour, domains) in await reader.HoursAsync(from, moment.Now, cancellation))
        {
            foreach (var (domain, counts) in domains)
            {
                var resumed = known.Domains.FirstOrDefault(d => d.Domain == domain && !d.IsStopped);
                var since = resumed is null ? from : SendingReader.Hour(resumed.At);
                if (hour < since) continue;
                var counted = hour == since && resumed is not null ? counts.Minus(resumed.Before) : counts;
                sums[domain] = sums.TryGetValue(domain, out var sum) ? sum.Plus(counted) : counted;
            }
        }
        return sums;
    }

    /// <summary>Tells the operator of stops that nobody told of: where the process died in between, or the channel was down.</summary>
    public Task RemindAsync(CancellationToken cancellation) => TellAsync(_ => true, cancellation);

    private async Task TellAsync(Predicate<string> ofDomain, CancellationToken cancellation)
    {
        foreach (var stop in (await switches.ReadAsync(cancellation)).Domains.Where(d => d is { IsStopped: true, IsTold: false } && ofDomain(d.Domain)))
        {
            if (await staff.TellAsync($"Marketing from {stop.Domain} has stopped: {stop.Reason} Transactional mail and people's own answers go on. It resumes only by hand: handraiser sending resume.", cancellation))
                await switches.ToldAsync(stop.Domain, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task LookLaterAsync()
    {
        try
        {
            await Task.Delay(Between, clock);
            waiting = 0;
            await LookAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // Nobody waits for this; the next complaint looks again.
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Marketing from {Domain} has stopped by itself: {Reason}")]
    private partial void LogStopped(string domain, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether sending has to stop could not be looked at")]
    private partial void LogFailed(Exception e);
}
