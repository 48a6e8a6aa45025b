using System.Collections.Concurrent;
using System.Text;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Functions.Intake;

/// <summary>
/// Packs events by bucket and commits them in groups: while one flush is under way, arriving posts gather into the next, so that a burst of
/// small posts costs few messages and a lone one waits for nobody. A post is done when its own events are in the queue, and fails when one
/// of them is not.
/// </summary>
public sealed class EventSink(IEventTransport queue, Identity identity) : IEventSink
{
    /// <summary>How many events go into one message, at most.</summary>
    public const int MostEvents = 100;
    private const int SendsAtOnce = 16;
    /// <summary>What an event takes as a line, more or less.</summary>
    private const int UsualBytes = 256;

    private readonly Lock gate = new();
    private List<Post> gathering = [];
    private bool flushing;

    /// <inheritdoc/>
    public Task AcceptAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation)
    {
        var lines = new LineBatch(events.Count * UsualBytes);
        foreach (var one in events)
        {
            EventLines.Write(lines, one);
            lines.End(identity.FirstBucket(one.Customer));
        }
        return AcceptAsync(lines, cancellation);
    }

    /// <inheritdoc/>
    public Task AcceptAsync(LineBatch events, CancellationToken cancellation)
    {
        if (events.Count == 0) return Task.CompletedTask;
        var post = new Post(events);
        bool first;
        lock (gate)
        {
            gathering.Add(post);
            first = !flushing;
            flushing = true;
        }
        if (first) _ = FlushAllAsync();
        return post.Done.WaitAsync(cancellation);
    }

    private async Task FlushAllAsync()
    {
        while (true)
        {
            List<Post> posts;
            lock (gate)
            {
                if (gathering.Count == 0)
                {
                    flushing = false;
                    return;
                }
                posts = gathering;
                gathering = [];
            }
            await FlushAsync(posts);
        }
    }

    private async Task FlushAsync(List<Post> posts)
    {
        try
        {
            var rest = new ConcurrentQueue<ArraySegment<PackedEvent>>(Parts(posts));
            await Task.WhenAll(Enumerable.Range(0, SendsAtOnce).Select(_ => SendAllAsync(rest, posts)));
        }
        catch (Exception e)
        {
            // Whatever went wrong outside of one message concerns every post that waits.
            foreach (var post in posts) post.Fail(e);
        }
        foreach (var post in posts) post.Finish();
    }

    private async Task SendAllAsync(ConcurrentQueue<ArraySegment<PackedEvent>> rest, List<Post> posts)
    {
        while (rest.TryDequeue(out var part)) await SendAsync(part, posts);
    }

    private async Task SendAsync(ArraySegment<PackedEvent> part, List<Post> posts)
    {
        try
        {
            var text = EventPack.Write(part, Origins(part, posts));
            if (part.Count == 1 && Encoding.UTF8.GetByteCount(text) > EventMessages.MostInMessage)
            {
                text = EventMessages.Elsewhere + await queue.StoreAsync(text, CancellationToken.None);
            }
            else if (Encoding.UTF8.GetByteCount(text) > EventPack.MaxBytes)
            {
                await SendAsync(part[..(part.Count / 2)], posts);
                await SendAsync(part[(part.Count / 2)..], posts);
                return;
            }
            await queue.SendAsync(text, CancellationToken.None);
        }
        catch (Exception e)
        {
            foreach (var post in posts.Where(p => part.Any(one => one.Batch == p.Events))) post.Fail(e);
        }
    }

    /// <summary>The spans of the posts that a message carries events of; a message of very many tells the first.</summary>
    private static string? Origins(ArraySegment<PackedEvent> part, List<Post> posts)
    {
        if (posts.TrueForAll(post => post.Span is null)) return null;
        var told = posts.Where(post => post.Span is not null && part.Any(one => one.Batch == post.Events)).Select(post => post.Span).Distinct(StringComparer.Ordinal).Take(Spans.MostOrigins);
        return string.Join(' ', told) is { Length: > 0 } origins ? origins : null;
    }

    /// <summary>The events of all posts, ordered by bucket and cut into parts of nearly equal size.</summary>
    private static List<ArraySegment<PackedEvent>> Parts(List<Post> posts)
    {
        var all = ByBucket(posts);
        var count = (all.Length + MostEvents - 1) / MostEvents;
        var parts = new List<ArraySegment<PackedEvent>>(count);
        for (var i = 0; i < count; i++)
        {
            var start = (int)((long)all.Length * i / count);
            var end = (int)((long)all.Length * (i + 1) / count);
            parts.Add(new ArraySegment<PackedEvent>(all, start, end - start));
        }
        return parts;
    }

    private static PackedEvent[] ByBucket(List<Post> posts)
    {
        Span<int> next = stackalloc int[Identity.Buckets + 1];
        next.Clear();
        foreach (var post in posts)
        {
            for (var line = 0; line < post.Events.Count; line++) next[post.Events.Bucket(line) + 1]++;
        }
        for (var bucket = 0; bucket < Identity.Buckets; bucket++) next[bucket + 1] += next[bucket];
        var all = new PackedEvent[next[^1]];
        foreach (var post in posts)
        {
            for (var line = 0; line < post.Events.Count; line++) all[next[post.Events.Bucket(line)]++] = new PackedEvent(post.Events, line);
        }
        return all;
    }

    /// <summary>The events of one caller, and what became of them.</summary>
    private sealed class Post(LineBatch events)
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? failure;

        public LineBatch Events { get; } = events;

        /// <summary>The span that told them, where somebody follows it.</summary>
        public string? Span { get; } = Spans.Here;

        public Task Done => done.Task;

        public void Fail(Exception e) => Interlocked.CompareExchange(ref failure, e, null);

        public void Finish()
        {
            Events.Dispose();
            if (failure is null) done.TrySetResult();
            else done.TrySetException(failure);
        }
    }
}
