using System.Text;
using Handraiser.LocalHost.Hosting;

namespace Handraiser.IntegrationTests.Hosting;

[Collection(AzuriteTests.Name)]
public sealed class QueueFunctionTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task A_message_reaches_its_function_as_text_and_is_deleted()
    {
        await using var host = await TestHost.Create(azurite, [typeof(TextFunction)]).StartAsync();

        await host.Queue.SendMessageAsync("hello");
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(["hello"], host.Probe.Seen);
        Assert.Equal(new FunctionCount(1, 0), host.Runtime.Counts["Text"]);
        Assert.Equal(0, (await host.Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_message_can_be_bound_whole_beside_its_metadata()
    {
        await using var host = await TestHost.Create(azurite, [typeof(MessageFunction)]).StartAsync();

        await host.Queue.SendMessageAsync("hello");
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(["hello 1 1"], host.Probe.Seen);
    }

    [Fact]
    public async Task Base64_is_decoded_where_host_json_says_so()
    {
        await using var host = await TestHost.Create(
            azurite, [typeof(TextFunction)], options => options with { Host = new HostJson { Queues = TestHost.Quick with { Base64 = true } } }).StartAsync();

        await host.Queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes("grüß")));
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(["grüß"], host.Probe.Seen);
    }

    [Fact]
    public async Task A_batch_runs_concurrently_and_no_more_than_batch_and_threshold()
    {
        await using var host = TestHost.Create(
            azurite, [typeof(TextFunction)], options => options with { Host = new HostJson { Queues = TestHost.Quick with { BatchSize = 4, NewBatchThreshold = 2 } } });
        var begun = 0;
        var running = 0;
        var most = 0;
        var six = new TaskCompletionSource();
        host.Probe.OnMessage = async (_, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            // Two of the first four end at once, so that the next four are fetched while the other two still run.
            var order = Interlocked.Increment(ref begun);
            if (order == 6)
            {
                six.SetResult();
            }

            if (order > 2)
            {
                await six.Task.Soon();
            }

            Interlocked.Decrement(ref running);
        };
        await host.Queue.CreateAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.Queue.SendMessageAsync($"{i}");
        }

        await host.StartAsync();
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(20, host.Probe.Seen.Count);
        Assert.InRange(most, 4, 6);
    }

    [Fact]
    public async Task Drain_waits_for_messages_that_are_delayed()
    {
        await using var host = await TestHost.Create(azurite, [typeof(TextFunction)]).StartAsync();

        await host.Queue.SendMessageAsync("later", visibilityTimeout: TimeSpan.FromSeconds(1));
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(["later"], host.Probe.Seen);
    }

    [Fact]
    public async Task A_failed_message_stays_invisible_for_the_failure_delay()
    {
        await using var host = TestHost.Create(
            azurite, [typeof(TextFunction)], options => options with { Host = new HostJson { Queues = TestHost.Quick with { VisibilityTimeout = TimeSpan.FromHours(1) } } });
        var failed = new TaskCompletionSource();
        host.Probe.OnMessage = (_, _) =>
        {
            failed.SetResult();
            throw new InvalidOperationException("fails");
        };
        await host.StartAsync();

        await host.Queue.SendMessageAsync("hello");
        await failed.Task.Soon();
        await host.StopAsync();

        Assert.Equal(1, (await host.Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.Empty((await host.Queue.PeekMessagesAsync()).Value);
        Assert.Equal(new FunctionCount(1, 1), host.Runtime.Counts["Text"]);
    }

    [Fact]
    public async Task After_its_last_try_a_message_goes_to_the_poison_queue_as_it_was()
    {
        await using var host = TestHost.Create(
            azurite, [typeof(TextFunction)], options => options with { Host = new HostJson { Queues = TestHost.Quick with { MaxDequeueCount = 3 } } });
        host.Probe.OnMessage = (_, _) => throw new InvalidOperationException("fails");
        await host.StartAsync();

        await host.Queue.SendMessageAsync("hello");
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(new FunctionCount(3, 3), host.Runtime.Counts["Text"]);
        var poison = Assert.Single((await host.Poison.ReceiveMessagesAsync()).Value);
        Assert.Equal("hello", poison.Body.ToString());
        Assert.Equal(TimeSpan.FromDays(7), poison.ExpiresOn - poison.InsertedOn);
    }

    [Fact]
    public async Task A_poison_queue_can_have_a_function_of_its_own()
    {
        await using var host = TestHost.Create(
            azurite, [typeof(TextFunction), typeof(PoisonFunction)], options => options with { Host = new HostJson { Queues = TestHost.Quick with { MaxDequeueCount = 1 } } });
        host.Probe.OnMessage = (_, _) => throw new InvalidOperationException("fails");
        await host.StartAsync();

        await host.Queue.SendMessageAsync("hello");
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(["hello", "hello"], host.Probe.Seen);
        Assert.Equal(new FunctionCount(1, 0), host.Runtime.Counts["Poison"]);
    }

    /// <summary>As the Functions host does: a poison queue has none of its own, and no message runs for ever.</summary>
    [Fact]
    public async Task A_poison_message_that_fails_stays_in_its_queue_and_is_tried_no_more_often_than_any_other()
    {
        await using var host = TestHost.Create(azurite, [typeof(PoisonFunction)], options => options with { Lease = TimeSpan.FromSeconds(1), Host = new HostJson { Queues = TestHost.Quick with { MaxDequeueCount = 2 } } });
        host.Probe.OnPoison = _ => throw new InvalidOperationException("fails");
        await host.StartAsync();

        await host.Poison.SendMessageAsync("hello");
        var taken = 0L;
        while (taken < 3) taken = (await host.Poison.PeekMessagesAsync()).Value is [{ DequeueCount: var times }] ? times : taken;

        Assert.Equal(["hello", "hello"], host.Probe.Seen);
    }

    [Fact]
    public async Task A_lease_is_renewed_as_long_as_the_function_runs()
    {
        var renewals = 0;
        var renewed = new TaskCompletionSource();
        var wire = new Wire
        {
            After = request =>
            {
                // The third renewal, at the half of the lease each, is well after the first lease's end.
                if (Wire.IsUpdate(request) && Interlocked.Increment(ref renewals) == 3)
                {
                    renewed.SetResult();
                }

                return ValueTask.CompletedTask;
            },
        };
        await using var host = TestHost.Create(azurite, [typeof(TextFunction)], options => options with { Lease = TimeSpan.FromSeconds(3) }, wire: wire);
        host.Probe.OnMessage = (_, _) => renewed.Task.Soon();
        await host.StartAsync();

        await host.Queue.SendMessageAsync("long");
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(new FunctionCount(1, 0), host.Runtime.Counts["Text"]);
    }

    [Fact]
    public async Task Storage_that_fails_for_a_while_does_not_end_the_pump()
    {
        var failures = 3;
        var wire = new Wire
        {
            Before = request => Wire.IsReceive(request) && Interlocked.Decrement(ref failures) >= 0
                ? throw new Azure.RequestFailedException(503, "busy")
                : ValueTask.CompletedTask,
        };
        await using var host = await TestHost.Create(azurite, [typeof(TextFunction)], wire: wire).StartAsync();

        await host.Queue.SendMessageAsync("hello");
        await host.Runtime.DrainAsync(Patience.Token);

        Assert.Equal(["hello"], host.Probe.Seen);
        Assert.True(failures < 0);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
