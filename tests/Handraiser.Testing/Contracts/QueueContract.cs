using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Xunit;

namespace Handraiser.Testing.Contracts;

/// <summary>What the application relies on of queues. The same tests hold for the service's emulator and for the twin in memory.</summary>
public abstract class QueueContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    /// <summary>The account under test; messages are not encoded.</summary>
    protected abstract QueueServiceClient Queues { get; }

    [Fact]
    public async Task What_was_sent_is_received_once_and_counted()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync("a ü", timeToLive: TimeSpan.FromSeconds(-1));

        QueueMessage[] first = await queue.ReceiveMessagesAsync(16, Long);
        QueueMessage[] second = await queue.ReceiveMessagesAsync(16, Long);

        var message = Assert.Single(first);
        Assert.Equal(("a ü", 1L), (message.Body.ToString(), message.DequeueCount));
        Assert.Empty(second);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_message_for_ever_expires_in_another_age_and_one_without_a_word_in_a_week()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync("for ever", timeToLive: TimeSpan.FromSeconds(-1));
        await queue.SendMessageAsync("a week");

        QueueMessage[] received = await queue.ReceiveMessagesAsync(16, Long);

        var now = DateTimeOffset.UtcNow;
        Assert.True(Of("for ever").ExpiresOn is not { } never || never > now.AddYears(100));
        Assert.InRange(Of("a week").ExpiresOn!.Value, now.AddDays(6.9), now.AddDays(7.1));

        QueueMessage Of(string text) => received.Single(m => m.Body.ToString() == text);
    }

    [Fact]
    public async Task A_message_given_back_comes_again_and_its_old_receipt_is_worth_nothing()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync("a");
        QueueMessage first = (await queue.ReceiveMessagesAsync(1, Long)).Value.Single();
        await queue.UpdateMessageAsync(first.MessageId, first.PopReceipt, visibilityTimeout: TimeSpan.Zero);

        QueueMessage again = (await queue.ReceiveMessagesAsync(1, Long)).Value.Single();

        Assert.Equal((first.MessageId, "a", 2L), (again.MessageId, again.Body.ToString(), again.DequeueCount));
        Assert.True(await StatusAsync(() => queue.DeleteMessageAsync(first.MessageId, first.PopReceipt)) is 400 or 404);
        await queue.DeleteMessageAsync(again.MessageId, again.PopReceipt);
        Assert.Equal(404, await StatusAsync(() => queue.DeleteMessageAsync(again.MessageId, again.PopReceipt)));
    }

    [Fact]
    public async Task A_delayed_message_waits()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync("later", visibilityTimeout: Long, timeToLive: TimeSpan.FromSeconds(-1));

        Assert.Empty((await queue.ReceiveMessagesAsync(16, Long)).Value);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task A_message_of_64_KiB_is_taken_and_a_longer_one_refused()
    {
        var queue = await QueueAsync();
        await queue.SendMessageAsync(new string('a', 64 * 1024));

        Assert.Equal(413, await StatusAsync(() => queue.SendMessageAsync(new string('a', 64 * 1024 + 1))));
    }

    [Fact]
    public async Task Without_its_queue_nothing_can_be_sent() =>
        Assert.Equal(404, await StatusAsync(() => Queues.GetQueueClient(Name()).SendMessageAsync("a")));

    [Fact]
    public async Task Up_to_as_many_as_asked_for_are_received()
    {
        var queue = await QueueAsync();
        for (var i = 0; i < 20; i++) await queue.SendMessageAsync($"{i}");

        QueueMessage[] some = await queue.ReceiveMessagesAsync(16, Long);
        QueueMessage[] rest = await queue.ReceiveMessagesAsync(16, Long);

        Assert.Equal((16, 4), (some.Length, rest.Length));
        Assert.Equal(20, some.Concat(rest).Select(m => m.Body.ToString()).Distinct().Count());
    }

    private static async Task<int> StatusAsync(Func<Task> call) => (await Assert.ThrowsAnyAsync<RequestFailedException>(call)).Status;

    private async Task<QueueClient> QueueAsync()
    {
        var queue = Queues.GetQueueClient(Name());
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    private static string Name() => "q" + Guid.NewGuid().ToString("N");
}
