using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Handraiser.Testing.Storage;

/// <summary>Queues in memory behind the client that the application uses.</summary>
internal sealed class QueueServiceTwin(MemoryAccount account, IStorageLine line) : QueueServiceClient
{
    public override string AccountName => MemoryAccount.Name;

    public override QueueClient GetQueueClient(string queueName) => new QueueTwin(account, queueName, line);
}

/// <summary>One queue. Texts travel as they are: the application encodes them itself.</summary>
internal sealed class QueueTwin(MemoryAccount account, string name, IStorageLine line) : QueueClient
{
    private static readonly TimeSpan DefaultHide = TimeSpan.FromSeconds(30);

    public override string Name => name;

    public override string AccountName => MemoryAccount.Name;

    public override Task<Response> CreateIfNotExistsAsync(IDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) =>
        CallAsync<Response>("CreateIfNotExists", () => new MemoryResponse(account.CreateQueue(name) ? 201 : 204));

    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText) => SendMessageAsync(messageText, null, null);

    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText, CancellationToken cancellationToken = default) =>
        SendMessageAsync(messageText, null, null, cancellationToken);

    public override Task<Response<SendReceipt>> SendMessageAsync(string messageText, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        CallAsync("SendMessage", () =>
        {
            var sent = Queue.Send(messageText, visibilityTimeout, timeToLive);
            return Response.FromValue(QueuesModelFactory.SendReceipt(sent.Id, sent.Inserted, sent.Expires ?? DateTimeOffset.MaxValue, sent.Receipt, sent.VisibleAt), new MemoryResponse(201));
        });

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default) =>
        CallAsync("ReceiveMessages", () => Response.FromValue(Queue.Receive(maxMessages ?? 1, visibilityTimeout ?? DefaultHide).Select(Received).ToArray(), MemoryResponse.Done));

    public override Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default) => CallAsync<Response>("DeleteMessage", () =>
    {
        Queue.Delete(messageId, popReceipt);
        return new MemoryResponse(204);
    });

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId, string popReceipt, string? messageText = null, TimeSpan visibilityTimeout = default, CancellationToken cancellationToken = default) => CallAsync("UpdateMessage", () =>
    {
        var updated = Queue.Update(messageId, popReceipt, messageText, visibilityTimeout);
        return Response.FromValue(QueuesModelFactory.UpdateReceipt(updated.Receipt, updated.VisibleAt), new MemoryResponse(204));
    });

    public override Task<Response<QueueProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default) =>
        CallAsync("GetProperties", () => Response.FromValue(QueuesModelFactory.QueueProperties(new Dictionary<string, string>(), Queue.All().Count), MemoryResponse.Done));

    private MemoryMessages Queue => account.FindQueue(name) ?? throw new RequestFailedException(404, "QueueNotFound", "QueueNotFound", null);

    private Task<T> CallAsync<T>(string operation, Func<T> effect) => line.CallAsync(new StorageCall("queue", name, operation), effect);

    private static QueueMessage Received(MemoryMessage message) => QueuesModelFactory.QueueMessage(
        message.Id, message.Receipt, BinaryData.FromString(message.Text), message.Dequeued, message.VisibleAt, message.Inserted, message.Expires);
}
