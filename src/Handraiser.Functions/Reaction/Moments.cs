using System.Collections.Immutable;
using Handraiser.Functions.Modelling;
using Handraiser.Functions.Sending;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Reaction;

/// <summary>Keeps the playbook in force and the state of the shop at hand, re-read within 30 seconds of a change. A published text that cannot be read leaves the old one in force.</summary>
internal sealed partial class Moments(IPlaybookSource source, IShopBook shop, IModelBook models, TemplateSet templates, TimeProvider clock, ILogger<Moments> log) : IMoments, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>How many earlier versions are kept at hand for plays that finish as they began (<see cref="Play.MovesToNewVersion"/>).</summary>
    private const int EarlierKept = 5;

    /// <summary>By which the age of what was read is told: the machine's own ticks, since a clock that is moved by hand must not make every call read.</summary>
    internal TimeProvider Ticks { get; init; } = TimeProvider.System;

    private readonly SemaphoreSlim gate = new(1);
    private readonly ImmutableHashSet<string> transactional = [.. templates.All.Where(t => t.Kind == MessageKind.Transactional).Select(t => t.Name)];
    private volatile Read? known;
    private volatile bool stale;

    private sealed record Read(Playbook Playbook, string? Version, long ReadAt)
    {
        public ShopState Shop { get; init; } = ShopState.Default;
    }

    public async ValueTask<Moment> NowAsync(CancellationToken cancellation)
    {
        var current = known;
        if (current is null || stale || Ticks.GetElapsedTime(current.ReadAt) > Fresh) current = await RefreshAsync(cancellation);
        return new Moment(current.Playbook, current.Shop, clock.GetUtcNow());
    }

    public Moment? Known => known is { } current ? new Moment(current.Playbook, current.Shop, clock.GetUtcNow()) : null;

    public void Forget() => stale = true;

    public void Dispose() => gate.Dispose();

    private async Task<Read> RefreshAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation);
        try
        {
            var current = known;
            if (current is not null && !stale && Ticks.GetElapsedTime(current.ReadAt) <= Fresh) return current;
            stale = false;
            var read = await source.ReadAsync(current?.Version, cancellation);
            var taken = Take(current, read) ?? new Read(Whole(await LastReadableAsync(cancellation)), read!.Version, Ticks.GetTimestamp());
            if (current is null) taken = taken with { Playbook = await WithEarlierAsync(taken.Playbook, cancellation) };
            var state = await shop.ReadAsync(taken.Playbook, clock.GetUtcNow(), cancellation);
            return known = taken with { Shop = (await models.ReadAsync(cancellation)).In(state) };
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>What holds now; null for an instance that has just begun and finds a text that cannot be read.</summary>
    private Read? Take(Read? current, PlaybookText? read)
    {
        var at = Ticks.GetTimestamp();
        if (read is null) return current is { Version: null } ? current with { ReadAt = at } : new Read(Whole(DefaultPlaybook.Playbook), null, at);
        if (read.Text is null && current is not null) return current with { ReadAt = at };
        var loaded = PlaybookLoader.Load(read.Text!);
        if (loaded.Playbook is { } playbook) return new Read(Whole(playbook) with { Earlier = Earlier(current?.Playbook, playbook) }, read.Version, at);
        LogUnreadable(read.Version, loaded.Errors.Length);
        return current is null ? null : current with { Version = read.Version, ReadAt = at };
    }

    /// <summary>The version that was in force before the one that cannot be read, as instances that began earlier have it.</summary>
    private async Task<Playbook> LastReadableAsync(CancellationToken cancellation) =>
        (await source.LastAsync(EarlierKept + 1, cancellation)).Select(t => PlaybookLoader.Load(t).Playbook).FirstOrDefault(p => p is not null) ?? DefaultPlaybook.Playbook;

    /// <summary>An instance that has just begun reads earlier versions where a play in progress may still go by them.</summary>
    private async Task<Playbook> WithEarlierAsync(Playbook playbook, CancellationToken cancellation)
    {
        if (playbook.Plays.All(p => p.MovesToNewVersion)) return playbook;
        var texts = await source.LastAsync(EarlierKept + 1, cancellation);
        return playbook with { Earlier = [.. texts.Select(t => PlaybookLoader.Load(t).Playbook).OfType<Playbook>().Where(v => v.Version != playbook.Version).Take(EarlierKept)] };
    }

    /// <summary>With what only the templates tell: which of them are transactional.</summary>
    private Playbook Whole(Playbook playbook) => playbook with { TransactionalTemplates = transactional };

    /// <summary>The versions that this instance has seen before this one, latest first.</summary>
    private static ImmutableArray<Playbook> Earlier(Playbook? before, Playbook now) =>
        before is null || before.Version == now.Version ? before?.Earlier ?? [] : [before with { Earlier = [] }, .. before.Earlier.Where(v => v.Version != now.Version).Take(EarlierKept - 1)];

    [LoggerMessage(Level = LogLevel.Error, Message = "The published playbook {Version} has {Errors} errors and is not in force; publish a corrected one")]
    private partial void LogUnreadable(string version, int errors);
}
