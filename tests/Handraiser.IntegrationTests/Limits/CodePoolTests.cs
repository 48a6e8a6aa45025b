using Azure.Data.Tables;
using Handraiser.Functions;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Sending;

namespace Handraiser.IntegrationTests.Limits;

[Collection(AzuriteTests.Name)]
public sealed class CodePoolTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly TableServiceClient tables = new(azurite.ConnectionString);
    private readonly string pool = AzuriteFixture.RandomName();
    private readonly Staff staff = new();

    public Task InitializeAsync() => tables.CreateTableIfNotExistsAsync(Names.Tables.Ledger);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Four_instances_give_every_code_once_and_then_none_and_the_operator_hears_of_it_once()
    {
        string[] codes = [.. Enumerable.Range(0, 120).Select(i => $"SPRING-{i:000}")];
        Assert.Equal(120, await Pools.ImportAsync(pool, codes, default));

        var given = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GiveAsync(Book())));

        Assert.Equal(codes.Order(StringComparer.Ordinal), given.SelectMany(g => g).Order(StringComparer.Ordinal));
        Assert.Contains(pool, Assert.Single(staff.Told));
    }

    [Fact]
    public async Task Importing_a_code_again_brings_nothing_back_whether_it_is_free_or_given()
    {
        Assert.Equal(2, await Pools.ImportAsync(pool, ["A", "B", "A"], default));
        using var book = Book();
        var given = await book.TakeAsync(pool, default);

        Assert.Equal(1, await Pools.ImportAsync(pool, ["B", "C", "A"], default));
        Assert.Equal(2, new HashSet<string?> { await book.TakeAsync(pool, default), await book.TakeAsync(pool, default), given }.Count - 1);
        Assert.Null(await book.TakeAsync(pool, default));
    }

    [Fact]
    public async Task What_an_instance_has_in_hand_when_it_stops_goes_back_and_what_it_takes_to_its_grave_is_given_to_nobody()
    {
        await Pools.ImportAsync(pool, Enumerable.Range(0, 20).Select(i => $"C{i}"), default);
        using var stopping = Book();
        await stopping.TakeAsync(pool, default);
        await stopping.StopAsync(default);
        Assert.Equal(19, await Pools.LeftAsync(pool, default));

        using var dying = Book();
        await dying.TakeAsync(pool, default);
        Assert.Equal(11, (await GiveAsync(Book())).Count);
    }

    private CodePoolsTable Pools => new(tables);

    private CodeBook Book() => new(Pools, new SwitchesTable(tables), staff, TimeProvider.System);

    private async Task<List<string>> GiveAsync(CodeBook book)
    {
        var given = new List<string>();
        while (await book.TakeAsync(pool, default) is { } code) given.Add(code);
        return given;
    }

    private sealed class Staff : IStaff
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Told { get; } = new();

        public Task<bool> TellAsync(string text, CancellationToken cancellation)
        {
            Told.Enqueue(text);
            return Task.FromResult(true);
        }
    }
}
