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
    private const int SendsAtOnce = 8;
    private const int WorthSharing = 256;

    private readonly Lock gate = new();
    private List<Post> gathering = [];
    private bool flushing;

    /// <inheritdoc/>
    public Task AcceptAsync(IReadOnlyList<CustomerEvent> events, CancellationToken cancellation)
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
            var parts = Parts(posts);
            await Parallel.ForEachAsync(parts, new ParallelOptions { MaxDegreeOfParallelism = SendsAtOnce }, async (part, _) => await SendAsync(part));
        }
        catch (Exception e)
        {
            // Whatever went wrong outside of one message concerns every post that waits.
            foreach (var post in posts) post.Fail(e);
        }
        foreach (var post in posts) post.Finish();
    }

    private async ValueTask SendAsync(ArraySegment<Placed> part)
    {
        try
        {
            var events = new CustomerEvent[part.Count];
            for (var i = 0; i < events.Length; i++) events[i] = part[i].Event;
            var text = EventPack.Write(events);
            if (part.Count == 1 && Encoding.UTF8.GetByteCount(text) > EventMessages.MostInMessage)
            {
                text = EventMessages.Elsewhere + await queue.StoreAsync(text, CancellationToken.None);
            }
            else if (Encoding.UTF8.GetByteCount(text) > EventPack.MaxBytes)
            {
                await SendAsync(part[..(part.Count / 2)]);
                await SendAsync(part[(part.Count / 2)..]);
                return;
            }
            await queue.SendAsync(text, CancellationToken.None);
        }
        catch (Exception e)
        {
            foreach (var placed in part) placed.Post.Fail(e);
        }
    }

    /// <summary>The events of all posts, ordered by bucket and cut into parts of nearly equal size.</summary>
    private List<ArraySegment<Placed>> Parts(List<Post> posts)
    {
        var all = new Placed[posts.Sum(p => p.Events.Count)];
        var buckets = new byte[all.Length];
        var next = 0;
        foreach (var post in posts)
        {
            foreach (var one in post.Events)
            {
                all[next++] = new Placed(one, post);
            }
        }
        // A home is a keyed hash: the dearest part of a large batch, and each stands alone.
        if (all.Length < WorthSharing) Place(0, all.Length);
        else Parallel.ForEach(Partitioner.Create(0, all.Length, WorthSharing / 2), range => Place(range.Item1, range.Item2));
        Array.Sort(buckets, all);
        var count = (all.Length + MostEvents - 1) / MostEvents;
        var parts = new List<ArraySegment<Placed>>(count);
        for (var i = 0; i < count; i++)
        {
            var start = (int)((long)all.Length * i / count);
            var end = (int)((long)all.Length * (i + 1) / count);
            parts.Add(new ArraySegment<Placed>(all, start, end - start));
        }
        return parts;

        void Place(int start, int end)
        {
            for (var i = start; i < end; i++) buckets[i] = (byte)identity.FirstBucket(all[i].Event.Customer);
        }
    }

    private readonly record struct Placed(CustomerEvent Event, Post Post);

    /// <summary>The events of one caller, and what became of them.</summary>
    private sealed class Post(IReadOnlyList<CustomerEvent> events)
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? failure;

        public IReadOnlyList<CustomerEvent> Events { get; } = events;

        public Task Done => done.Task;

        public void Fail(Exception e) => Interlocked.CompareExchange(ref failure, e, null);

        public void Finish()
        {
            if (failure is null) done.TrySetResult();
            else done.TrySetException(failure);
        }
    }
}
