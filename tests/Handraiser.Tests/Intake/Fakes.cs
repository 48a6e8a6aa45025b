using System.Collections.Concurrent;
using Azure;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Storage;
using Xunit;

namespace Handraiser.Tests.Intake;

/// <summary>A queue in memory that can be out of order.</summary>
internal sealed class MemoryTransport : IEventTransport
{
    private int blobs;

    public ConcurrentQueue<string> Messages { get; } = new();
    public ConcurrentDictionary<string, string> Blobs { get; } = new();
    public Func<Task>? BeforeSend { get; set; }

    public IEnumerable<CustomerEvent> Events => Messages.SelectMany(m => EventPack.Read(m.StartsWith('@') ? Blobs[m[1..]] : m));

    public async Task SendAsync(string text, CancellationToken cancellation)
    {
        if (BeforeSend is { } before) await before();
        Messages.Enqueue(text);
    }

    public Task<int> WaitingAsync(CancellationToken cancellation) => Task.FromResult(Messages.Count);

    public Task<string> StoreAsync(string text, CancellationToken cancellation)
    {
        var name = $"events/{Interlocked.Increment(ref blobs)}";
        Blobs[name] = text;
        return Task.FromResult(name);
    }

    public Task<string> FetchAsync(string name, CancellationToken cancellation) => Task.FromResult(Blobs[name]);

    public static Task Down() => throw new RequestFailedException(503, "The server is busy.");
}

internal sealed class MemoryParked : IParked
{
    public ConcurrentQueue<ParkedItem> Items { get; } = new();

    public Task ParkAsync(string queue, string reason, string content, DateTimeOffset now, CancellationToken cancellation)
    {
        Items.Enqueue(new ParkedItem(Items.Count.ToString(), queue, reason, content, now));
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<ParkedItem> ListAsync(CancellationToken cancellation) => Items.ToAsyncEnumerable();

    public Task<ParkedItem?> FindAsync(string id, CancellationToken cancellation) => Task.FromResult(Items.FirstOrDefault(i => i.Id == id));

    public Task RemoveAsync(string id, CancellationToken cancellation) => Task.CompletedTask;
}

internal sealed class MemoryCatalogue : ICatalogue
{
    public ConcurrentDictionary<string, Product> Products { get; } = new();
    public bool IsDown { get; set; }

    public Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation)
    {
        if (IsDown) throw new RequestFailedException(503, "The server is busy.");
        foreach (var product in products) Products[product.Id] = product;
        return Task.CompletedTask;
    }

    public Task LearnAsync(IReadOnlyList<Product> products, CancellationToken cancellation)
    {
        foreach (var product in products) Products.TryAdd(product.Id, product);
        return Task.CompletedTask;
    }

    public ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation) =>
        ValueTask.FromResult(Products.Values.FirstOrDefault(p =>
            p.Id == productId || (variantId is not null && p.Variants.Contains(variantId)) || (url is not null && ProductLinks.Key(p.Url) == ProductLinks.Key(url))));
}

internal sealed class MemoryArchive : IArchive
{
    public ConcurrentQueue<(string Sender, WebhookRequest Request)> Requests { get; } = new();

    public void Add(string sender, WebhookRequest request) => Requests.Enqueue((sender, request));
}

/// <summary>A clock that stands where it is put.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

internal sealed class MemoryProofs : IProofs
{
    private readonly ConcurrentDictionary<string, string> known = new();

    public Task<string?> FindAsync(DateTimeOffset stamp, string proof, CancellationToken cancellation) => Task.FromResult(known.GetValueOrDefault(proof));

    public Task RememberAsync(DateTimeOffset stamp, string proof, string body, CancellationToken cancellation)
    {
        known.TryAdd(proof, body);
        return Task.CompletedTask;
    }

    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation) => Task.FromResult(0);
}

internal sealed class MemoryErrands : IErrands
{
    public ConcurrentQueue<Uri> Confirmed { get; } = new();
    public ConcurrentQueue<FetchJob> Jobs { get; } = new();

    public Task ConfirmLaterAsync(string sender, Uri address, DateTimeOffset now, CancellationToken cancellation)
    {
        Confirmed.Enqueue(address);
        return Task.CompletedTask;
    }

    public ConcurrentQueue<PrivacyRequest> Rights { get; } = new();

    public Task CarryOutLaterAsync(PrivacyRequest request, string sender, DateTimeOffset now, CancellationToken cancellation)
    {
        Rights.Enqueue(request);
        return Task.CompletedTask;
    }

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public Task FetchLaterAsync(FetchJob job, TimeSpan wait, CancellationToken cancellation)
    {
        Waits.Enqueue(wait);
        Jobs.Enqueue(job);
        return Task.CompletedTask;
    }
}
