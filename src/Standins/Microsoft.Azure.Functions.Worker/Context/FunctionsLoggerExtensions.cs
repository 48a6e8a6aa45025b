using System.Globalization;

namespace Microsoft.Extensions.Logging;

/// <summary>Metrics that travel as log entries.</summary>
public static class FunctionsLoggerExtensions
{
    private static readonly EventId MetricEventId = new(1, "MS_LogMetric");

    /// <summary>Logs the value of a metric, at the level of information.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="name">The metric.</param>
    /// <param name="value">Its value.</param>
    /// <param name="properties">By what to tell values apart.</param>
    public static void LogMetric(this ILogger logger, string name, double value, IDictionary<string, object>? properties = null)
    {
        var state = new Dictionary<string, object>(properties ?? new Dictionary<string, object>()) { ["Name"] = name, ["Value"] = value };
        logger.Log(LogLevel.Information, MetricEventId, state, null, (_, _) => string.Create(CultureInfo.InvariantCulture, $"{name} = {value}{Suffix(properties)}"));
    }

    private static string Suffix(IDictionary<string, object>? properties) =>
        properties is { Count: > 0 } ? $" ({string.Join(", ", properties.Select(p => $"{p.Key}: {p.Value}"))})" : "";
}
