namespace Handraiser.LocalHost.Hosting;

/// <summary>How the local runtime runs an app.</summary>
/// <param name="Functions">The app's functions.</param>
public sealed record FunctionsRuntimeOptions(FunctionCatalog Functions)
{
    /// <summary>The app's <c>host.json</c>.</summary>
    public HostJson Host { get; init; } = new();

    /// <summary>How long a message is invisible to others after it was received; renewed at its half. Ten minutes, as on Azure.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a queue waits, before it fetches more, while there is a crowd of requests: those are answered elsewhere on Azure.</summary>
    public TimeSpan GivesWay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the clock runs timer functions; else only <see cref="FunctionsRuntime.TickAsync"/> does.</summary>
    public bool TimersRunByThemselves { get; init; } = true;

    /// <summary>How long a stop waits for what is running, and then again after having asked it to end.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The largest request body in bytes: 100 MiB, as on Azure.</summary>
    public long MaxRequestBodyBytes { get; init; } = 100 * 1024 * 1024;
}
