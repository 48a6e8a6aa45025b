using Handraiser.LocalHost.Storage;

namespace Handraiser.EndToEndTests;

/// <summary>A fresh storage of its own for one class of tests, in memory.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? azurite;

    public string ConnectionString => azurite!.ConnectionString;

    public async Task InitializeAsync() => azurite = await Azurite.StartOwnedAsync(dataFolder: null, Console.WriteLine);

    public async Task DisposeAsync()
    {
        if (azurite is not null) await azurite.DisposeAsync();
    }
}
