namespace Handraiser.Profiles.Verdicts;

/// <summary>
/// When an open or a click is a machine's (law 13). The values are those that public senders settled on after measuring; of bursts of
/// scanner clicks, half a percent began within ten seconds of sending and two thirds between 20 and 60 seconds, so the time since
/// sending decides nothing here.
/// </summary>
public sealed record MachineRules
{
    /// <summary>The shipped values.</summary>
    public static MachineRules Default { get; } = new();

    /// <summary>A click is undecided for this long after it happened: the rest of a burst may still come. Plays wait for it.</summary>
    public TimeSpan UndecidedFor { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How near to each other clicks make a burst.</summary>
    public TimeSpan Near { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>This many different links of one message within <see cref="Near"/> before or after one of them: all are a machine's.</summary>
    public int LinksNear { get; init; } = 3;

    /// <summary>Two different links of one message from one source within this time: both are a machine's.</summary>
    public TimeSpan SameSourceNear { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether an unsubscribe link followed within <see cref="Near"/> of a different link tells a machine: scanners follow them all.</summary>
    public bool UnsubscribeAmongOthers { get; init; } = true;

    /// <summary>
    /// Whether an open that the provider calls a machine's is set aside. It is weak evidence, for a person may have opened as well; that
    /// person's click still counts, and implies the open.
    /// </summary>
    public bool BelieveProviderOnOpens { get; init; } = true;

    /// <summary>Whether a click that the provider calls a machine's is set aside.</summary>
    public bool BelieveProviderOnClicks { get; init; } = true;

    /// <summary>Whether an empty agent string (told, but empty) tells a machine.</summary>
    public bool EmptyAgentIsMachine { get; init; } = true;
}
