using Handraiser.LocalHost.Hosting;

namespace Handraiser.IntegrationTests.Hosting;

[Collection(AzuriteTests.Name)]
public sealed class OpenDoorsTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Queues_give_way_to_a_crowd_of_requests_and_not_to_a_few()
    {
        var doors = new OpenDoors();
        doors.Enter();
        doors.Enter();
        Assert.True(doors.NoCrowdAsync(TimeSpan.FromHours(1), Patience.Token).IsCompletedSuccessfully);
        doors.Enter();
        doors.Enter();
        doors.Leave();
        var waiting = doors.NoCrowdAsync(TimeSpan.FromHours(1), Patience.Token);
        Assert.False(waiting.IsCompleted);
        doors.Leave();
        await waiting.Soon();
    }

    [Fact]
    public async Task Requests_that_follow_each_other_at_once_are_one_to_them()
    {
        var doors = Crowded();
        doors.Leave();
        var waiting = doors.NoCrowdAsync(TimeSpan.FromHours(1), Patience.Token);
        doors.Enter();
        Assert.False(waiting.IsCompleted);
        doors.Leave();
        await waiting.Soon();
        // There was no crowd lately: nothing is waited for.
        Assert.True(doors.NoCrowdAsync(TimeSpan.FromHours(1), Patience.Token).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task They_do_not_wait_beyond_their_time_nor_beyond_a_stop()
    {
        var doors = Crowded();
        await doors.NoCrowdAsync(TimeSpan.FromMilliseconds(1), Patience.Token).Soon();
        using var stop = new CancellationTokenSource();
        var waiting = doors.NoCrowdAsync(TimeSpan.FromHours(1), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public async Task A_message_is_handled_even_while_a_request_never_ends()
    {
        await using var host = await TestHost.Create(
            azurite, [typeof(TextFunction), typeof(SlowFunction)], options => options with { GivesWay = TimeSpan.FromMilliseconds(50) }).StartAsync();
        var handled = new TaskCompletionSource();
        host.Probe.OnMessage = (what, _) =>
        {
            if (what != "/api/slow") handled.SetResult();
            return handled.Task;
        };
        using var http = host.Http();
        var answer = http.GetAsync(new Uri("/api/slow", UriKind.Relative));
        await host.Queue.SendMessageAsync("hello");

        await handled.Task.Soon();
        (await answer.Soon()).Dispose();
        await host.Runtime.DrainAsync(Patience.Token);
        Assert.Equal(["asked", "hello"], host.Probe.Seen.Order());
    }

    [Fact]
    public async Task Large_bodies_hold_no_queue_up_however_many_are_being_read()
    {
        await using var host = await TestHost.Create(
            azurite, [typeof(TextFunction), typeof(SlowFunction)], options => options with { GivesWay = TimeSpan.FromHours(1) }).StartAsync();
        var (handled, asked) = (new TaskCompletionSource(), new CountdownEvent(3));
        host.Probe.OnMessage = (what, _) =>
        {
            if (what != "/api/slow") handled.SetResult();
            else asked.Signal();
            return handled.Task;
        };
        using var http = host.Http();
        var answers = Enumerable.Range(0, asked.InitialCount).Select(_ =>
            http.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/api/slow") { Content = new ByteArrayContent(new byte[OpenDoors.LargeBytes + 1]) })).ToList();
        await Task.Run(() => asked.Wait(Patience.Token)).Soon();
        await host.Queue.SendMessageAsync("hello");

        await handled.Task.Soon();
        foreach (var answer in await Task.WhenAll(answers).Soon()) answer.Dispose();
        await host.Runtime.DrainAsync(Patience.Token);
    }

    private static OpenDoors Crowded()
    {
        var doors = new OpenDoors();
        for (var i = 0; i < 3; i++) doors.Enter();
        return doors;
    }
}
