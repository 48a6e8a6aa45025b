using Azure.Data.Tables;
using Handraiser.Functions;
using Handraiser.Functions.Intake;

namespace Handraiser.IntegrationTests.Intake;

[Collection(AzuriteTests.Name)]
public sealed class ProofsTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Day = new(2019, 5, 4, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_proof_belongs_to_its_first_body_and_old_days_are_forgotten_whole()
    {
        var tables = new TableServiceClient(azurite.ConnectionString);
        await tables.CreateTableIfNotExistsAsync(Names.Tables.Proofs);
        var proofs = new TableProofs(tables);
        var token = AzuriteFixture.RandomName();

        await proofs.RememberAsync(Day, token, "first", default);
        await proofs.RememberAsync(Day, token, "second", default);
        for (var i = 0; i < 120; i++) await proofs.RememberAsync(Day, $"{token}{i}", "b", default);
        await proofs.RememberAsync(Day.AddDays(1), token, "later", default);

        Assert.Equal("first", await proofs.FindAsync(Day, token, default));
        Assert.Equal(0, await proofs.ForgetAsync(Day, default));
        Assert.Equal(121, await proofs.ForgetAsync(Day.AddDays(1), default));
        Assert.Null(await proofs.FindAsync(Day, token, default));
        Assert.Equal("later", await proofs.FindAsync(Day.AddDays(1), token, default));
    }
}
