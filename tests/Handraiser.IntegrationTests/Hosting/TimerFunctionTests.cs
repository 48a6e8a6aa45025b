namespace Handraiser.IntegrationTests.Hosting;

[Collection(AzuriteTests.Name)]
public sealed class TimerFunctionTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 11, 59, 30, TimeSpan.Zero);

    [Fact]
    public async Task Driven_by_hand_a_function_runs_when_it_is_due_and_once_for_all_it_missed()
    {
        var time = new ManualTime(Start);
        await using var host = await TestHost.Create(
            azurite, [typeof(TimerFunctions)], options => options with { TimersRunByThemselves = false }, time).StartAsync();

        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(host.Probe.Ticks);

        await host.Runtime.TickAsync(Start.AddSeconds(29));
        Assert.Empty(host.Probe.Ticks);

        await host.Runtime.TickAsync(Start.AddSeconds(31));
        await host.Runtime.TickAsync(Start.AddSeconds(32));
        var tick = Assert.Single(host.Probe.Ticks);
        Assert.False(tick.IsPastDue);
        Assert.Equal(new DateTime(2026, 3, 1, 12, 1, 0), tick.ScheduleStatus!.Next);

        await host.Runtime.TickAsync(Start.AddHours(6));
        Assert.Equal(2, host.Probe.Ticks.Count);
        Assert.Equal(Start.AddSeconds(31).UtcDateTime, host.Probe.Ticks.Last().ScheduleStatus!.Last);
    }

    [Fact]
    public async Task By_itself_a_function_runs_when_the_clock_says_so()
    {
        var time = new ManualTime(Start);
        await using var host = await TestHost.Create(azurite, [typeof(TimerFunctions)], time: time).StartAsync();

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(host.Probe.Ticks);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(host.Probe.Ticks);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, host.Probe.Ticks.Count);
    }

    [Fact]
    public async Task A_function_can_run_on_startup_and_never_overlaps_itself()
    {
        var time = new ManualTime(Start);
        await using var host = TestHost.Create(azurite, [typeof(StartupFunctions)], options => options with { TimersRunByThemselves = false }, time);
        var goOn = new TaskCompletionSource();
        host.Probe.OnMessage = (_, _) => goOn.Task;
        await host.StartAsync();
        Assert.Null(Assert.Single(host.Probe.Ticks).ScheduleStatus);

        await host.Runtime.TickAsync(Start.AddDays(1)).Soon();
        Assert.Single(host.Probe.Ticks);

        goOn.SetResult();
        await host.Runtime.DrainAsync(Patience.Token);
        await host.Runtime.TickAsync(Start.AddDays(1));
        Assert.Equal(2, host.Probe.Ticks.Count);
    }

    [Theory]
    [InlineData("* * * * *")]
    [InlineData("00:05:00")]
    [InlineData("never")]
    public void A_schedule_that_is_not_NCRONTAB_with_six_fields_is_refused(string schedule)
    {
        var error = Assert.Throws<FormatException>(() => TestHost.Create(azurite, [typeof(StartupFunctions)], schedule: schedule));

        Assert.Contains("Nightly", error.Message, StringComparison.Ordinal);
    }
}
