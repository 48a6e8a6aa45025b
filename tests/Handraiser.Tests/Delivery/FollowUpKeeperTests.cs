using Handraiser.FollowUps;
using Handraiser.Functions.Operators.Desk;
using Handraiser.Functions.Sending;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

public sealed class FollowUpKeeperTests : ISwitches, IStaff
{
    private readonly MemoryShop shop = new(DeliveryCases.Customer(), Book);
    private readonly HashSet<string> noted = [];
    private readonly List<string> told = [];

    [Fact]
    public async Task What_nobody_has_room_for_is_kept_in_rank_order_and_the_operator_hears_of_it_once_a_day()
    {
        foreach (var rank in new[] { 3, 9, 5, 7 }) await shop.AddAsync(Item(rank), default);

        await KeepAsync();
        await KeepAsync();

        Assert.Equal([(9, "Ana"), (7, "Ana"), (5, null), (3, null)], (await shop.OpenAsync(default)).Select(f => ((int)f.Rank, f.Owner)));
        Assert.StartsWith("2 customers who raised a hand wait", Assert.Single(told), StringComparison.Ordinal);

        shop.Now = shop.Now.AddDays(1);
        await KeepAsync();
        Assert.Equal(2, told.Count);
    }

    [Fact]
    public async Task An_answer_makes_room_for_the_best_who_wait()
    {
        foreach (var rank in new[] { 3, 9, 5, 7 }) await shop.AddAsync(Item(rank), default);
        await KeepAsync();
        await shop.ChangeAsync("f-9", f => FollowUpRules.Close(f, FollowUpOutcomes.Answered, shop.Now), default);

        await KeepAsync();

        Assert.Equal([(7, "Ana"), (5, "Ana"), (3, null)], (await shop.OpenAsync(default)).Select(f => ((int)f.Rank, f.Owner)));
    }

    private static Playbook Book { get; } = DeliveryCases.Book() with { Team = [new Responder("Ana", "ana@example.com", WeeklyHours.OfficeHours, 2, [])] };

    private Task KeepAsync() => new FollowUpKeeper(shop, shop, shop, shop, this, this).KeepAsync(default);

    private FollowUp Item(int rank) => new() { Id = $"f-{rank}", CustomerId = $"c-{rank}", Rank = rank, DueAt = shop.Now.AddDays(1), Why = "", Play = "p", Occasion = "o" };

    Task<bool> IStaff.TellAsync(string text, CancellationToken cancellation)
    {
        told.Add(text);
        return Task.FromResult(true);
    }

    Task<bool> ISwitches.NoteAsync(string what, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult(noted.Add(what));

    Task<Switches> ISwitches.ReadAsync(CancellationToken cancellation) => throw new NotSupportedException();

    Task<bool> ISwitches.StopAsync(string domain, string reason, string by, DateTimeOffset now, CancellationToken cancellation) => throw new NotSupportedException();

    Task<bool> ISwitches.ResumeAsync(string domain, string by, SendingCounts hour, DateTimeOffset now, CancellationToken cancellation) => throw new NotSupportedException();

    Task ISwitches.ToldAsync(string domain, CancellationToken cancellation) => throw new NotSupportedException();

    Task<bool> ISwitches.PauseAsync(string play, bool pause, string by, DateTimeOffset now, CancellationToken cancellation) => throw new NotSupportedException();
}
