using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Operators.Vitals;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Handraiser.Tests.Operators;

public sealed class MetricsForHostTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly HeardMetrics heard = new();
    private readonly MovingClock clock = new() { Now = Noon };

    [Fact]
    public async Task What_was_counted_is_told_once_as_a_sum_by_its_tags_at_the_end_of_an_invocation()
    {
        using var metrics = new MetricsForHost(heard, clock);
        await metrics.Invoke(null!, _ => Count("sum", 3));
        await metrics.Invoke(null!, _ => Count("sum", 4));
        Assert.Empty(heard.Of("sum"));

        clock.Now += TimeSpan.FromSeconds(10);
        await metrics.Invoke(null!, _ => Count("sum", 5));
        clock.Now += TimeSpan.FromSeconds(10);
        await metrics.Invoke(null!, _ => Task.CompletedTask);

        var told = Assert.Single(heard.Of("sum"));
        Assert.Equal(("handraiser.events.accepted", 12.0), (told["Name"], told["Value"]));
    }

    [Fact]
    public async Task While_others_are_under_way_it_waits_for_a_minute_and_no_longer()
    {
        using var metrics = new MetricsForHost(heard, clock);
        var other = new TaskCompletionSource();
        var underWay = metrics.Invoke(null!, _ => other.Task);

        clock.Now += TimeSpan.FromSeconds(59);
        await metrics.Invoke(null!, _ => Count("busy", 1));
        Assert.Empty(heard.Of("busy"));
        clock.Now += TimeSpan.FromSeconds(1);
        await metrics.Invoke(null!, _ => Count("busy", 1));
        Assert.Equal(2.0, Assert.Single(heard.Of("busy"))["Value"]);

        other.SetResult();
        await underWay;
    }

    [Fact]
    public async Task An_invocation_that_fails_tells_too_and_fails_as_it_did()
    {
        using var metrics = new MetricsForHost(heard, clock);
        clock.Now += TimeSpan.FromMinutes(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => metrics.Invoke(null!, async _ =>
        {
            await Count("failed", 1);
            throw new InvalidOperationException("fails");
        }));
        Assert.Single(heard.Of("failed"));
    }

    [Fact]
    public async Task A_histogram_is_told_as_its_mean_with_the_least_and_the_most()
    {
        using var metrics = new MetricsForHost(heard, clock);
        clock.Now += TimeSpan.FromMinutes(1);
        await metrics.Invoke(null!, _ =>
        {
            Meters.Answered([Noon - TimeSpan.FromSeconds(1), Noon - TimeSpan.FromDays(99_999)], Noon);
            return Task.CompletedTask;
        });

        // Other tests may measure a lag of theirs at the same time.
        var told = heard.All.Single(m => "handraiser.events.lag".Equals(m["Name"]));
        Assert.Equal(TimeSpan.FromDays(99_999).TotalSeconds, told["max"]);
        Assert.InRange((double)told["min"], 0, 1);
        Assert.InRange((double)told["Value"], (double)told["min"], (double)told["max"]);
        Assert.InRange((int)told["measured"], 2, int.MaxValue);
    }

    [Fact]
    public async Task Where_the_log_takes_nothing_nothing_is_gathered()
    {
        using var metrics = new MetricsForHost(heard, clock);
        using var deaf = new MetricsForHost(new HeardMetrics { Level = LogLevel.Warning }, clock);
        clock.Now += TimeSpan.FromMinutes(1);
        await deaf.Invoke(null!, _ => Count("deaf", 1));
        Assert.Empty(heard.Of("deaf"));
    }

    private static Task Count(string sender, int events)
    {
        Meters.Accepted.Add(events, new KeyValuePair<string, object?>("sender", "test-" + sender));
        return Task.CompletedTask;
    }

    private sealed class MovingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>What the Functions worker would hand on: the state of an entry with the event of metrics.</summary>
    private sealed class HeardMetrics : ILogger<MetricsForHost>
    {
        public LogLevel Level { get; init; } = LogLevel.Information;

        public List<IReadOnlyDictionary<string, object>> All { get; } = [];

        public IEnumerable<IReadOnlyDictionary<string, object>> Of(string sender) => All.Where(m => m.GetValueOrDefault("sender") is string told && told == "test-" + sender);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= Level;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(((IEnumerable<KeyValuePair<string, object>>)state!).ToDictionary(s => s.Key, s => s.Value));
    }
}
