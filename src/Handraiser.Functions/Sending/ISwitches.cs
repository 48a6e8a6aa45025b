using Handraiser.Plays;

namespace Handraiser.Functions.Sending;

/// <summary>What was switched off for the whole shop: by itself, or by hand. It is switched on again only by hand.</summary>
internal interface ISwitches
{
    /// <summary>All of them.</summary>
    Task<Switches> ReadAsync(CancellationToken cancellation);

    /// <summary>Stops marketing from a domain; false when it is stopped already.</summary>
    Task<bool> StopAsync(string domain, string reason, string by, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Lets it go on; false when it is not stopped. What was counted until now is not held against it any more.</summary>
    /// <param name="domain">Which.</param>
    /// <param name="by">By whose order.</param>
    /// <param name="hour">What was counted so far in the hour that is under way.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<bool> ResumeAsync(string domain, string by, SendingCounts hour, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Notes that the operator was told of a stop.</summary>
    Task ToldAsync(string domain, CancellationToken cancellation);

    /// <summary>Pauses a play, or lets it go on; false when it is so already.</summary>
    Task<bool> PauseAsync(string play, bool pause, string by, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Notes that something was told; false when it was told before.</summary>
    /// <param name="what">What, with the day where it may be told again on another.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellation">Ends the call.</param>
    Task<bool> NoteAsync(string what, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>What is switched off.</summary>
/// <param name="Domains">Domains whose marketing is stopped, or was.</param>
/// <param name="Paused">Plays that somebody paused.</param>
internal sealed record Switches(IReadOnlyList<DomainSwitch> Domains, IReadOnlyList<PausedPlay> Paused);

/// <summary>Whether marketing may be sent from a domain.</summary>
internal sealed record DomainSwitch
{
    /// <summary>The sending domain.</summary>
    public required string Domain { get; init; }
    /// <summary>Whether it is stopped.</summary>
    public required bool IsStopped { get; init; }
    /// <summary>Why it was stopped, in words for the operator.</summary>
    public required string Reason { get; init; }
    /// <summary>Who stopped it, or let it go on: a name, or <c>Handraiser</c>.</summary>
    public required string By { get; init; }
    /// <summary>When that was.</summary>
    public required DateTimeOffset At { get; init; }
    /// <summary>Whether the operator was told.</summary>
    public bool IsTold { get; init; }
    /// <summary>What had been counted in the hour of the resumption when it came: counting begins anew from there.</summary>
    public SendingCounts Before { get; init; }
}

/// <summary>A play that is paused.</summary>
/// <param name="Play">Its name.</param>
/// <param name="By">By whose order.</param>
/// <param name="At">Since when.</param>
internal sealed record PausedPlay(string Play, string By, DateTimeOffset At);
