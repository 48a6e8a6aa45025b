using Handraiser.FollowUps;
using Handraiser.Functions.Budgets;
using Handraiser.Plays;
using Handraiser.Tests.Budgets;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>A misbehaving provider, events that come, come twice or never, and a process that dies at every await in turn.</summary>
public sealed class DeliveryFaultTests
{
    private const int MostAwaits = 60;

    public static TheoryData<Misbehaviour, EventFate> Cases
    {
        get
        {
            var cases = new TheoryData<Misbehaviour, EventFate>();
            foreach (var misbehaviour in Enum.GetValues<Misbehaviour>()) foreach (var fate in Enum.GetValues<EventFate>()) cases.Add(misbehaviour, fate);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_is_sent_twice_nothing_is_lost_in_silence_and_whatever_is_unclear_is_shown(Misbehaviour misbehaviour, EventFate fate)
    {
        for (var crashAt = 1; crashAt <= MostAwaits; crashAt++)
        {
            var world = new DeliveryWorld(crashAt, misbehaviour);
            await world.DeliverAsync();
            await world.LiveOnAsync(fate);

            var where = $"{misbehaviour}, events {fate}, death at await {crashAt}";
            Assert.True(world.Accepted.Count <= 1, $"Sent twice: {where}");
            var sent = world.Profile.Sends.Length == 1;
            var refused = world.Profile.Decisions.Any(d => d.Gate == Gates.Refused);
            var unclear = world.Profile.Actions is [{ State: ActionState.Unclear }];
            Assert.True((sent ? 1 : 0) + (refused ? 1 : 0) + (unclear ? 1 : 0) == 1, $"Neither sent nor refused nor unclear, or more than one of them: {where}");
            Assert.True(!sent || world.Accepted.Count == 1, $"Said to be sent and was not: {where}");
            Assert.True(!refused || world.Accepted.Count == 0, $"Said to be refused and was sent: {where}");
            Assert.Equal(unclear, world.Shown.Values.Any(f => f.Kind == FollowUpKind.Unclear));
            if (world.Accepted.Count == 1 && fate != EventFate.Lost) Assert.True(sent, $"The provider's event did not settle it: {where}");
            if (!world.Crashed) break;
        }
    }

    [Fact]
    public async Task A_plain_send_reads_once_and_writes_twice()
    {
        var world = new DeliveryWorld(int.MaxValue, Misbehaviour.None);

        await world.DeliverAsync();

        // With the deletion of its message, four calls of storage.
        Assert.Equal(3, world.Operations);
        Assert.Single(world.Profile.Sends);
    }

    [Fact]
    public async Task What_was_reserved_goes_back_when_the_process_stops_before_the_messages_turn()
    {
        var (book, ledger, stop) = (DeliveryCases.Book(DeliveryCases.Play() with { Cost = 1 }), new MemoryLedger(), new CancellationTokenSource());
        using var budget = new BudgetBook(ledger);
        var world = new DeliveryWorld(int.MaxValue, Misbehaviour.None, book with { Limits = book.Limits with { BudgetPerMonth = 10 } }, budget) { WhileRendering = stop.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.DeliverAsync(stop.Token));
        await budget.StopAsync(default);

        Assert.Empty(world.Accepted);
        Assert.Equal(0, Assert.Single(await ledger.DrawnAsync("202603", default)).Value);
    }

    [Fact]
    public async Task A_second_message_for_a_delivered_action_does_nothing()
    {
        var world = new DeliveryWorld(int.MaxValue, Misbehaviour.None);

        await world.DeliverAsync();
        await world.DeliverAsync();

        Assert.Single(world.Accepted);
    }

    [Fact]
    public async Task A_throttled_provider_is_left_alone_for_as_long_as_it_asks()
    {
        var world = new DeliveryWorld(int.MaxValue, Misbehaviour.Throttles);
        var start = world.Now;

        await world.DeliverAsync();

        Assert.Equal(start.AddMinutes(3), world.Pace.StoppedUntil(start));
        Assert.Equal(start.AddMinutes(3), world.Wakes.Single());
        await world.LiveOnAsync(EventFate.Told);
        Assert.Single(world.Accepted);
    }
}
