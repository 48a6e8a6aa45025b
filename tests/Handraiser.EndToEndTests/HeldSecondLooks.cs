using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Handraiser.Functions.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.EndToEndTests;

/// <summary>
/// Holds the second look after each erasure back until a test says that every instance has told all it knew: in production a minute's wait
/// in the queue stands for that.
/// </summary>
internal sealed class HeldSecondLooks(IPrivacyQueue queue) : IPrivacyQueue
{
    private readonly ConcurrentQueue<PrivacyMessage> held = new();

    /// <summary>Puts the holder before the queue.</summary>
    public static void Hold(IServiceCollection services) => services.AddSingleton<IPrivacyQueue>(s => new HeldSecondLooks(new PrivacyQueue(s.GetRequiredService<QueueServiceClient>())));

    public Task SendAsync(PrivacyMessage message, TimeSpan delay, CancellationToken cancellation)
    {
        if (delay == TimeSpan.Zero) return queue.SendAsync(message, delay, cancellation);
        held.Enqueue(message);
        return Task.CompletedTask;
    }

    /// <summary>Lets the second looks into the queue; tells how many they are.</summary>
    public async Task<int> ReleaseAsync()
    {
        var released = 0;
        for (; held.TryDequeue(out var message); released++) await queue.SendAsync(message, TimeSpan.Zero, CancellationToken.None);
        return released;
    }
}
