namespace Handraiser.IntegrationTests.Hosting;

[Collection(AzuriteTests.Name)]
public sealed class GracefulStopTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task What_runs_is_finished_and_the_next_host_does_the_rest_once()
    {
        var queue = AzuriteFixture.RandomName("q");
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var first = TestHost.Create(azurite, [typeof(TextFunction)], queue: queue);
        first.Probe.OnMessage = (_, _) =>
        {
            begun.TrySetResult();
            return goOn.Task;
        };
        await first.Queue.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => first.Queue.SendMessageAsync($"{i}")));

        await first.StartAsync();
        await begun.Task.Soon();
        var stop = first.StopAsync();
        goOn.SetResult();
        await stop;
        var done = first.Probe.Seen.ToList();
        await using var second = await TestHost.Create(azurite, [typeof(TextFunction)], queue: queue).StartAsync();
        await second.Runtime.DrainAsync(Patience.Token);

        Assert.NotEmpty(second.Probe.Seen);
        Assert.Equal(Enumerable.Range(0, 60), done.Concat(second.Probe.Seen).Select(int.Parse).Order());
    }

    [Fact]
    public async Task A_message_received_while_stopping_is_visible_again_at_once()
    {
        var receiving = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        var wire = new Wire();
        await using var host = TestHost.Create(azurite, [typeof(TextFunction)], wire: wire);
        await host.Queue.CreateAsync();
        await host.Queue.SendMessageAsync("hello");
        wire.After = async request =>
        {
            if (Wire.IsReceive(request))
            {
                receiving.TrySetResult();
                await answer.Task.Soon();
            }
        };

        await host.StartAsync();
        await receiving.Task.Soon();
        var stop = host.Runtime.StopAsync(CancellationToken.None);
        answer.SetResult();
        await stop;

        Assert.Empty(host.Probe.Seen);
        Assert.Equal("hello", (await host.Queue.PeekMessageAsync()).Value.Body.ToString());
    }

    [Fact]
    public async Task A_function_that_does_not_end_is_asked_to_and_its_message_is_visible_again_at_once()
    {
        await using var host = TestHost.Create(azurite, [typeof(TextFunction)], options => options with { StopGrace = TimeSpan.FromMilliseconds(500) });
        var begun = new TaskCompletionSource();
        host.Probe.OnMessage = (_, cancellationToken) =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };
        await host.StartAsync();

        await host.Queue.SendMessageAsync("hello");
        await begun.Task.Soon();
        await host.StopAsync();

        Assert.Equal("hello", (await host.Queue.PeekMessageAsync()).Value.Body.ToString());
    }
}
