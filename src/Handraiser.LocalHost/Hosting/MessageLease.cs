using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// Holds one received message invisible to others while its function runs, renewing at half of the lease, and at the end
/// deletes it, gives it back, or moves it to the poison queue.
/// </summary>
internal sealed class MessageLease(QueueClient queue, QueueMessage message, TimeSpan lease, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource done = new();
    private string receipt = message.PopReceipt;
    private Task renewal = Task.CompletedTask;

    public void StartRenewing() => renewal = RenewAsync();

    /// <summary>The work is done.</summary>
    public async Task DeleteAsync()
    {
        await StopRenewingAsync();
        await queue.DeleteMessageAsync(message.MessageId, receipt);
    }

    /// <summary>Lets the message be received again.</summary>
    /// <param name="delay">After how long.</param>
    public async Task ReleaseAsync(TimeSpan delay)
    {
        await StopRenewingAsync();
        await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: delay);
    }

    /// <summary>Moves the message, as it is, to the poison queue, where it lives for the queue's default of seven days.</summary>
    public async Task MoveAsync(QueueClient poison)
    {
        // First there, then not here: in the wrong moment it may be in both, never in none.
        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(message.Body);
        await DeleteAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopRenewingAsync();
        done.Dispose();
    }

    private async Task StopRenewingAsync()
    {
        await done.CancelAsync();
        await renewal;
    }

    private async Task RenewAsync()
    {
        var wait = lease / 2;
        while (true)
        {
            try
            {
                await Task.Delay(wait, done.Token);
                // Not cancelled by the end of the work: a renewal on its way changes the receipt, and the end needs the new one.
                receipt = (await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: lease)).Value.PopReceipt;
                wait = lease / 2;
            }
            catch (OperationCanceledException) when (done.IsCancellationRequested)
            {
                return;
            }
            catch (RequestFailedException e) when (e.Status is 404 or 400)
            {
                log.LeaseLost(queue.Name, message.MessageId);
                return;
            }
            catch (Exception e)
            {
                log.RenewalFailed(e, queue.Name, message.MessageId);
                wait = lease / 20;
            }
        }
    }
}
