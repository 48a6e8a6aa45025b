using System.Globalization;
using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// Runs a queue function for one message at a time: on success the message is deleted, on failure it comes again after the failure
/// delay, and after its last try it goes to the poison queue.
/// </summary>
internal sealed class QueueFunction(
    HostedFunction function, QueueClient queue, QueueClient? poison, QueueSettings settings, TimeSpan lease, FunctionInvoker invoker, ILogger log)
{
    public string Name => function.Name;

    /// <summary>Makes a message visible again that was received but not begun.</summary>
    public async Task GiveBackAsync(QueueMessage message)
    {
        try
        {
            await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }
        catch (Exception e)
        {
            log.SettleFailed(e, queue.Name, message.MessageId);
        }
    }

    /// <summary>Runs the function for a received message and settles the message accordingly. Never throws: what cannot be settled comes again.</summary>
    /// <param name="message">The message, received under the lease just now.</param>
    /// <param name="ending">Asks the function to end.</param>
    public async Task HandleAsync(QueueMessage message, CancellationToken ending)
    {
        await using var hold = new MessageLease(queue, message, lease, log);
        hold.StartRenewing();
        try
        {
            var succeeded = await RunAsync(message, ending);
            await SettleAsync(hold, message, succeeded, ending.IsCancellationRequested);
        }
        catch (Exception e)
        {
            // The lease runs out and the message comes again.
            log.SettleFailed(e, queue.Name, message.MessageId);
        }
    }

    private async Task<bool> RunAsync(QueueMessage message, CancellationToken ending)
    {
        if (message.DequeueCount > settings.MaxDequeueCount)
        {
            return false;
        }

        try
        {
            var decoded = settings.Base64 ? Decode(message) : message;
            object value = function.TriggerParameter.ParameterType == typeof(string) ? decoded.Body.ToString() : decoded;
            await invoker.InvokeAsync(function, new Trigger(value, Metadata(message)), null, ending);
            return true;
        }
        catch (Exception e)
        {
            log.FunctionFailed(e, function.Name, message.MessageId, message.DequeueCount);
            return false;
        }
    }

    private async Task SettleAsync(MessageLease hold, QueueMessage message, bool succeeded, bool ending)
    {
        if (succeeded)
        {
            await hold.DeleteAsync();
        }
        else if (poison is not null && message.DequeueCount >= settings.MaxDequeueCount)
        {
            log.Poisoned(queue.Name, message.MessageId, message.DequeueCount);
            await hold.MoveAsync(poison);
        }
        else if (ending)
        {
            await hold.ReleaseAsync(TimeSpan.Zero);
        }
        else if (poison is not null)
        {
            await hold.ReleaseAsync(settings.VisibilityTimeout);
        }

        // A poison queue has no poison queue of its own: as on Azure its message waits for the end of the lease, and after its last try
        // nobody tries it any more: it stays until it expires.
    }

    private static QueueMessage Decode(QueueMessage message) => QueuesModelFactory.QueueMessage(
        message.MessageId, message.PopReceipt, BinaryData.FromBytes(Convert.FromBase64String(Encoding.UTF8.GetString(message.Body))),
        message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn);

    private static Dictionary<string, object?> Metadata(QueueMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Id"] = message.MessageId,
        ["PopReceipt"] = message.PopReceipt,
        ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
        ["InsertionTime"] = message.InsertedOn?.ToString("O", CultureInfo.InvariantCulture),
        ["ExpirationTime"] = message.ExpiresOn?.ToString("O", CultureInfo.InvariantCulture),
        ["NextVisibleTime"] = message.NextVisibleOn?.ToString("O", CultureInfo.InvariantCulture),
    };
}
