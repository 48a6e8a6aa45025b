using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function by a schedule.</summary>
/// <param name="schedule">NCRONTAB with six fields (seconds first), in UTC.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>NCRONTAB with six fields (seconds first), in UTC.</summary>
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether the host remembers past runs, so that a missed one is made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
