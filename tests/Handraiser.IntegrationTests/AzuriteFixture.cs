using Handraiser.LocalHost.Storage;

namespace Handraiser.IntegrationTests;

/// <summary>One in-memory Azurite for the whole assembly; tests keep apart by random names.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? _azurite;

    public string ConnectionString => _azurite!.ConnectionString;

    /// <summary>A name that no other test uses, valid for a table, a queue and a container alike.</summary>
    public static string RandomName(string prefix = "t") => prefix + Guid.NewGuid().ToString("N");

    public async Task InitializeAsync() => _azurite = await Azurite.StartOwnedAsync(dataFolder: null, Console.WriteLine);

    public async Task DisposeAsync() => await _azurite!.DisposeAsync();
}

/// <summary>The collection of all tests that need storage.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteTests : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
