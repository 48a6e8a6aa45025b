using Handraiser.Functions;
using Handraiser.Functions.Budgets;
using Handraiser.Testing.Storage;
using Xunit;

namespace Handraiser.Tests.Budgets;

public sealed class CodePoolTests
{
    private const string Pool = "spring";

    private readonly MemoryAccount account = new(TimeProvider.System);

    [Fact]
    public async Task A_late_second_try_of_a_return_does_not_bring_back_a_code_that_went_out_meanwhile()
    {
        var pools = Pools(DirectLine.Instance);
        await pools.ImportAsync(Pool, ["SPRING-1"], default);
        var stopping = await pools.DrawAsync(Pool, 8, default);

        DrawnCodes given = new([], false);
        await Pools(new TriedAgain(async () => given = await pools.DrawAsync(Pool, 8, default))).ReturnAsync(Pool, stopping.Codes, default);

        Assert.Equal(["SPRING-1"], given.Codes);
        Assert.Empty((await pools.DrawAsync(Pool, 8, default)).Codes);
    }

    [Fact]
    public async Task A_code_that_comes_back_can_go_out_again_as_often_as_it_comes_back()
    {
        var pools = Pools(DirectLine.Instance);
        await pools.ImportAsync(Pool, ["A", "B"], default);

        for (var round = 0; round < 3; round++)
        {
            var drawn = await pools.DrawAsync(Pool, 8, default);
            Assert.Equal(["A", "B"], drawn.Codes.Order());
            await pools.ReturnAsync(Pool, drawn.Codes, default);
        }
    }

    private CodePoolsTable Pools(IStorageLine line)
    {
        var (tables, _, _) = account.Clients(line);
        tables.CreateTableIfNotExistsAsync(Names.Tables.Ledger).GetAwaiter().GetResult();
        return new CodePoolsTable(tables);
    }

    /// <summary>The answer of each transaction gets lost, and the client tries it again when something else has happened.</summary>
    private sealed class TriedAgain(Func<Task> meanwhile) : IStorageLine
    {
        public async Task<T> CallAsync<T>(StorageCall asked, Func<T> effect)
        {
            var first = effect();
            if (asked.Operation != "SubmitTransaction") return first;
            await meanwhile();
            return effect();
        }
    }
}
