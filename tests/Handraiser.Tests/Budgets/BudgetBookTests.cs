using Handraiser.Budgets;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Reaction;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Tests.Plays;
using Xunit;

namespace Handraiser.Tests.Budgets;

public sealed class BudgetBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    private readonly MemoryLedger ledger = new();

    [Fact]
    public async Task So_many_sends_as_the_money_allows_and_not_one_more_for_a_few_calls_of_the_ledger()
    {
        var book = new BudgetBook(ledger);
        var sent = 0;
        for (var i = 0; i < 1100; i++) sent += await Reserve(book, i) is null ? 0 : 1;

        Assert.Equal(1000, sent);
        Assert.InRange(ledger.Calls, 1, 100);
        Assert.True((await book.BalancesAsync(Book, Now, default)).Single().IsSpent);
    }

    [Fact]
    public async Task The_plays_own_money_and_that_of_all_plays_are_taken_together_or_not_at_all()
    {
        var book = new BudgetBook(ledger);
        var rules = Book with { Limits = Book.Limits with { BudgetPerMonth = 0.25m }, Plays = [Play with { BudgetPerMonth = 100 }] };

        Assert.NotNull(await Reserve(book, 1, rules));
        Assert.NotNull(await Reserve(book, 2, rules));
        Assert.Null(await Reserve(book, 3, rules));

        await book.StopAsync(default);
        var drawn = await ledger.DrawnAsync("202603", default);
        Assert.Equal((0.2m, 0.2m), (drawn["budget-cart-left"], drawn["budget"]));
    }

    [Fact]
    public async Task An_action_that_has_its_money_reserves_nothing_anew_and_gives_it_back_once()
    {
        var book = new BudgetBook(ledger);
        var reserved = await Reserve(book, 1);

        Assert.Same(reserved, await book.ReserveAsync(Consignment(Book, 1, reserved), MessageKinds.Marketing, default));
        book.GiveBack(reserved);
        await book.StopAsync(default);

        Assert.Equal(0, (await ledger.DrawnAsync("202603", default))["budget"]);
    }

    [Fact]
    public async Task A_process_that_dies_takes_at_most_one_block_with_it()
    {
        var dying = new BudgetBook(ledger);
        await Reserve(dying, 1);
        var lost = (await dying.BalancesAsync(Book, Now, default)).Single().InHand;

        var book = new BudgetBook(ledger);
        var sent = 0;
        while (await Reserve(book, sent) is not null) sent++;

        Assert.Equal(0.1m * (Drawing.Worth - 1), lost);
        Assert.Equal(1000 - 1 - (Drawing.Worth - 1), sent);
    }

    [Fact]
    public async Task A_new_month_in_the_shops_own_zone_has_its_own_money()
    {
        var book = new BudgetBook(ledger);
        var rules = Book with { Store = Book.Store with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") }, Limits = new Limits { BudgetPerMonth = 0.1m } };
        var late = new DateTimeOffset(2026, 4, 1, 2, 0, 0, TimeSpan.Zero);

        Assert.Equal("202603", (await book.ReserveAsync(Consignment(rules, 1) with { Moment = new Moment(rules, ShopState.Default, late) }, MessageKinds.Marketing, default))!.Period);
        Assert.Null(await book.ReserveAsync(Consignment(rules, 2) with { Moment = new Moment(rules, ShopState.Default, late) }, MessageKinds.Marketing, default));
        Assert.NotNull(await book.ReserveAsync(Consignment(rules, 2) with { Moment = new Moment(rules, ShopState.Default, late.AddHours(3)) }, MessageKinds.Marketing, default));
    }

    [Fact]
    public async Task What_a_customer_must_have_and_what_a_person_writes_cost_the_budget_nothing()
    {
        var book = new BudgetBook(ledger);
        foreach (var kind in new[] { MessageKinds.Transactional, MessageKinds.Personal })
            Assert.Same(Spending.None, await book.ReserveAsync(Consignment(Book, 1), kind, default));
        Assert.Equal(0, ledger.Calls);
    }

    private static Play Play { get; } = DeliveryCases.Play() with { Cost = 0.1m };

    private static Playbook Book { get; } = DeliveryCases.Book(Play) with { Limits = new Limits { BudgetPerMonth = 100 } };

    private static Task<Spending?> Reserve(BudgetBook book, int number, Playbook? rules = null) => book.ReserveAsync(Consignment(rules ?? Book, number), MessageKinds.Marketing, default);

    private static Consignment Consignment(Playbook rules, int number, Spending? spending = null)
    {
        var action = DeliveryCases.Action(Now) with { Id = $"a-{number}", Spending = spending };
        return new Consignment(DeliveryCases.Customer(action), action, new Moment(rules, ShopState.Default, Now));
    }
}
