using Azure;
using Handraiser.Events;
using Handraiser.Functions.Intake;
using Handraiser.Profiles;
using Xunit;

namespace Handraiser.Tests.Intake;

public sealed class EventSinkTests
{
    private readonly MemoryTransport transport = new();
    private readonly EventSink sink;

    public EventSinkTests() => sink = new EventSink(transport, DoorHarness.Identity);

    private static CustomerEvent One(int i, string? text = null) => new()
    {
        Id = $"t:{i}", Kind = "page.viewed", At = DoorHarness.Today, Customer = new Identifiers { Email = $"c{i}@example.org" }, Data = new EventData { Text = text },
    };

    [Fact]
    public async Task A_thousand_events_cost_at_most_twelve_messages_and_none_is_lost()
    {
        await sink.AcceptAsync([.. Enumerable.Range(0, 1000).Select(i => One(i))], CancellationToken.None);
        Assert.InRange(transport.Messages.Count, 1, 12);
        Assert.All(transport.Messages, m => Assert.InRange(m.Length, 1, EventPack.MaxBytes));
        Assert.Equal(1000, transport.Events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task Customers_of_one_bucket_travel_together()
    {
        await sink.AcceptAsync([.. Enumerable.Range(0, 1000).Select(i => One(i))], CancellationToken.None);
        var messagesOfBucket = transport.Messages
            .SelectMany(m => EventPack.Read(m).Select(e => Identity.Bucket(DoorHarness.Identity.Homes(e.Customer)[0])).Distinct())
            .CountBy(b => b);
        Assert.All(messagesOfBucket, b => Assert.InRange(b.Value, 1, 2));
    }

    [Theory]
    [InlineData("Ann@Example.org", null, null, null)]
    [InlineData(null, "s1", "l1", "+441134960000")]
    [InlineData("no address", "s1", null, null)]
    [InlineData(null, null, null, null)]
    public void The_quick_way_to_a_bucket_leads_where_the_home_is(string? email, string? shop, string? loyalty, string? phone)
    {
        var told = new Identifiers { Email = email, ShopId = shop, Loyalty = loyalty, Phone = phone };
        var home = DoorHarness.Identity.FirstHome(told);
        Assert.Equal(home is null ? 0 : Identity.BucketNumber(home), DoorHarness.Identity.FirstBucket(told));
    }

    [Fact]
    public async Task While_a_message_is_on_its_way_posts_gather_into_the_next()
    {
        var gate = new TaskCompletionSource();
        transport.BeforeSend = () => gate.Task;
        var first = sink.AcceptAsync([One(0)], CancellationToken.None);
        var others = Enumerable.Range(1, 20).Select(i => sink.AcceptAsync([One(i)], CancellationToken.None)).ToList();
        Assert.DoesNotContain(others.Prepend(first), t => t.IsCompleted);
        gate.SetResult();
        await Task.WhenAll(others.Prepend(first));
        Assert.Equal(2, transport.Messages.Count);
        Assert.Equal(21, transport.Events.Count());
    }

    [Fact]
    public async Task A_failure_reaches_those_whose_events_were_in_it_and_only_those()
    {
        var sent = 0;
        transport.BeforeSend = () => Interlocked.Increment(ref sent) == 1 ? MemoryTransport.Down() : Task.CompletedTask;
        await Assert.ThrowsAsync<RequestFailedException>(() => sink.AcceptAsync([One(1)], CancellationToken.None));
        await sink.AcceptAsync([One(2)], CancellationToken.None);
        Assert.Equal("t:2", Assert.Single(transport.Events).Id);
    }

    [Fact]
    public async Task A_giant_event_lies_in_a_blob_and_is_read_back()
    {
        var noise = new string([.. Enumerable.Range(0, 200_000).Select(i => (char)('a' + StableNoise(i) % 26))]);
        await sink.AcceptAsync([One(1, noise), One(2)], CancellationToken.None);
        Assert.All(transport.Messages, m => Assert.InRange(m.Length, 1, EventPack.MaxBytes));
        Assert.Single(transport.Messages, m => m.StartsWith(EventMessages.Elsewhere));
        var reader = new EventMessages(transport, DoorHarness.Identity);
        var texts = new List<string?>();
        foreach (var message in transport.Messages) texts.AddRange((await reader.LookAtAsync(message, CancellationToken.None)).Read().Select(e => e.Data.Text));
        Assert.Equal([null, noise], texts.OrderBy(t => t?.Length ?? 0));
    }

    private static int StableNoise(int i) => (int)((uint)(i * 2654435761) >> 7);
}
