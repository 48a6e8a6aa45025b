using Azure.Data.Tables;
using Handraiser.Functions;
using Handraiser.Functions.Budgets;

namespace Handraiser.IntegrationTests.Limits;

[Collection(AzuriteTests.Name)]
public sealed class LedgerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const decimal Bound = 50;
    private const decimal Price = 0.05m;

    private readonly TableServiceClient tables = new(azurite.ConnectionString);
    private readonly string period = AzuriteFixture.RandomName();

    public Task InitializeAsync() => tables.CreateTableIfNotExistsAsync(Names.Tables.Ledger);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Four_drawers_at_once_spend_all_of_it_and_never_more()
    {
        var purses = Enumerable.Range(0, 4).Select(_ => new Purse(period, "budget")).ToList();
        var spent = await Task.WhenAll(purses.Select(SpendAsync));

        var drawn = (await new LedgerTable(tables).DrawnAsync(period, default))["budget"];
        Assert.Equal(drawn, spent.Sum() * Price + purses.Sum(p => p.InHand));
        Assert.InRange(drawn, Bound - Price, Bound);
        Assert.All(purses, p => Assert.InRange(p.InHand, 0, Price));
    }

    [Fact]
    public async Task What_a_dead_drawer_had_in_hand_is_never_spent_by_another_and_what_was_given_back_is()
    {
        var ledger = new LedgerTable(tables);
        var dead = new Purse(period, "budget");
        Assert.True(await dead.TakeAsync(ledger, Bound, Price, default));
        var lost = dead.InHand;
        var returning = new Purse(period, "budget");
        Assert.True(await returning.TakeAsync(ledger, Bound, Price, default));
        await ledger.ReturnAsync(period, "budget", returning.Empty(), default);

        var spent = await SpendAsync(new Purse(period, "budget"));

        Assert.True(lost > 0);
        Assert.Equal(Bound - lost - 2 * Price, spent * Price);
    }

    private async Task<int> SpendAsync(Purse purse)
    {
        var ledger = new LedgerTable(tables);
        var spent = 0;
        while (await purse.TakeAsync(ledger, Bound, Price, default))
        {
            spent++;
            await Task.Yield();
        }
        return spent;
    }
}
