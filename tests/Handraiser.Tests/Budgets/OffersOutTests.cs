using Handraiser.Budgets;
using Handraiser.Events;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Reaction;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Budgets;

/// <summary>What an offer holds of the month's money, from the moment it goes out until it has ended.</summary>
public sealed class OffersOutTests
{
    private static readonly DateTimeOffset Sent = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Ended = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = Ended + OffersOut.Patience;

    private readonly MemoryLedger ledger = new();

    [Fact]
    public async Task A_month_cannot_cost_more_than_its_budget_though_everybody_uses_the_code()
    {
        var book = new BudgetBook(ledger);
        var given = 0;
        for (var i = 0; i < 50; i++) given += await book.ReserveAsync(Consignment(i), MessageKinds.Marketing, default) is null ? 0 : 1;

        // Each holds the 30 that its code takes off at most, and the 0.10 of its delivery.
        Assert.Equal((int)(100 / 30.1m), given);
    }

    [Fact]
    public async Task What_ends_unused_comes_back_once_and_can_be_spent_again()
    {
        var book = new BudgetBook(ledger);
        var held = (await book.ReserveAsync(Consignment(1), MessageKinds.Marketing, default))!;
        Assert.Equal((30.1m, 30m), (held.Amount, held.Offer));
        var customer = Given(held);

        var over = Engine.React(customer, [Woken(Due)], Book, ShopState.Default, Due);
        var again = Engine.React(over.Profile, [Woken(Due)], Book, ShopState.Default, Due.AddHours(1));

        var back = Assert.Single(over.Effects.OfType<GiveBack>()).Spending;
        Assert.Equal(30, back.Amount);
        Assert.Empty(again.Effects.OfType<GiveBack>());
        book.GiveBack(back);
        await book.StopAsync(default);
        Assert.Equal(0.1m, (await ledger.DrawnAsync("202603", default))["budget"]);
    }

    [Theory]
    [InlineData(EventKinds.EmailDropped, true)]
    [InlineData(EventKinds.EmailDelivered, false)]
    public void What_is_told_to_have_never_left_gives_its_money_back(string word, bool comesBack)
    {
        var held = new Spending("202603", 30.1m, ["budget"], 30);
        var customer = DeliveryCases.Customer(DeliveryCases.Action(Sent) with { State = ActionState.Sending, ClaimedAt = Sent, ClaimId = "x", Spending = held });
        var told = new CustomerEvent { Id = "w", Kind = word, At = Sent.AddMinutes(2), Source = "test", Customer = new Identifiers { Id = "mary" }, Data = new EventData { ActionId = "a-1" } };

        var settled = Engine.React(customer, [told, told with { Id = "again" }], Book, ShopState.Default, Sent.AddMinutes(3));

        Assert.Empty(settled.Profile.Actions);
        Assert.Equal(comesBack ? [held] : [], settled.Effects.OfType<GiveBack>().Select(g => g.Spending));
    }

    [Fact]
    public void The_customer_is_woken_for_it_when_no_order_can_come_late_any_more()
    {
        var reaction = Engine.React(Given(new Spending("202603", 30, ["budget"], 30)), [Woken(Sent.AddMinutes(1))], Book, ShopState.Default, Sent.AddMinutes(1));

        Assert.Equal(Due, Assert.Single(reaction.Effects.OfType<Wake>()).At);
        Assert.Empty(reaction.Effects.OfType<GiveBack>());
    }

    [Fact]
    public void What_was_followed_by_an_order_stays_spent_though_the_order_is_told_late()
    {
        var order = new CustomerEvent { Id = "o", Kind = EventKinds.OrderPlaced, At = Ended.AddHours(-1), Source = "test", Customer = new Identifiers { Id = "mary" }, Data = new EventData { OrderId = "1", Value = 80 } };
        var told = Engine.React(Given(new Spending("202603", 30, ["budget"], 30)), [order], Book, ShopState.Default, Ended.AddDays(2)).Profile;

        var over = Engine.React(told, [Woken(Due)], Book, ShopState.Default, Due);

        Assert.Empty(over.Effects.OfType<GiveBack>());
        Assert.Empty(over.Profile.OffersOut);
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(3, "spring")]
    public void Money_of_a_month_that_will_be_over_and_of_codes_that_others_end_does_not_come_back(int days, string? pool)
    {
        var given = Given(new Spending("202603", 30, ["budget"], 30), new Offer { Amount = 30, Expires = TimeSpan.FromDays(days), Pool = pool });

        Assert.Empty(given.OffersOut);
    }

    [Fact]
    public void Of_two_rows_that_become_one_each_offer_is_held_once()
    {
        var mary = Given(new Spending("202603", 30, ["budget"], 30));

        Assert.Equal(mary.OffersOut.AsEnumerable(), Merging.Absorb(mary, mary with { Id = "other" }, Book).OffersOut);
    }

    private static Offer Capped { get; } = new() { Percent = 15, AtMost = 30, Expires = TimeSpan.FromHours(72) };

    private static Play Play { get; } = DeliveryCases.Play() with { Cost = 0.1m };

    private static Playbook Book { get; } = DeliveryCases.Book(Play) with { Limits = new Limits { BudgetPerMonth = 100 } };

    private static Profile Given(Spending held, Offer? offer = null)
    {
        var action = DeliveryCases.Action(Sent) with { Offer = offer ?? Capped };
        var claimed = Delivering.Claim(DeliveryCases.Customer(action), action.Id, new Claim("claim", MessageKinds.Marketing, null, held), Sent);
        return Delivering.Record(claimed, action.Id, new DeliveryOutcome(OutcomeClass.Accepted), Sent);
    }

    private static CustomerEvent Woken(DateTimeOffset at) => new() { Id = $"wake:{at:O}", Kind = EventKinds.TimePassed, At = at, Source = "agenda", Customer = new Identifiers { Id = "mary" } };

    private static Consignment Consignment(int number)
    {
        var action = DeliveryCases.Action(Sent) with { Id = $"a-{number}", Offer = Capped };
        return new Consignment(DeliveryCases.Customer(action), action, new Moment(Book, ShopState.Default, Sent));
    }
}
