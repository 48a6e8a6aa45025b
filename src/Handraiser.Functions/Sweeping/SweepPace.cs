using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Sweeping;

/// <summary>How fast a sweep goes over the customers.</summary>
/// <param name="RowsPerSecond">Customers looked at a second; those who are written go with live traffic's own commits.</param>
/// <param name="SliceRows">Customers between two notes of how far it is.</param>
public sealed record SweepPace(int RowsPerSecond = 200, int SliceRows = 1000)
{
    /// <summary>How long the sweep waits after a change before it begins: until then another instance may still judge by the rules before.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>How long one run of the timer works.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary>Reads the setting <c>Sweep:RowsPerSecond</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not a number from 1 to 100,000; the message says what to do.</exception>
    public static SweepPace From(IConfiguration settings)
    {
        var told = settings["Sweep:RowsPerSecond"];
        if (string.IsNullOrEmpty(told)) return new SweepPace();
        return int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is >= 1 and <= 100_000
            ? new SweepPace(rows)
            : throw new InvalidOperationException("The setting Sweep__RowsPerSecond is not a number from 1 to 100000. It says how many customers a second are looked at after a playbook is published; without it, 200.");
    }
}
