using System.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Handraiser.LocalHost.Storage;

namespace Handraiser.IntegrationTests.Storage;

[Collection(AzuriteTests.Name)]
public sealed class AzuriteLauncherTests(AzuriteFixture azurite) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("handraiser-azurite-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_connection_string_reaches_queues_and_blobs()
    {
        var name = AzuriteFixture.RandomName();
        var queue = new QueueClient(azurite.ConnectionString, name);
        await queue.CreateAsync();
        await queue.SendMessageAsync("hello");
        var container = new BlobContainerClient(azurite.ConnectionString, name);
        await container.CreateAsync();
        await container.UploadBlobAsync("a", BinaryData.FromString("hello"));

        Assert.Equal("hello", (await queue.ReceiveMessageAsync()).Value.MessageText);
        Assert.Equal("hello", (await container.GetBlobClient("a").DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task Two_starts_at_once_share_one_emulator_that_stays_until_it_is_stopped()
    {
        var started = await Task.WhenAll(
            Azurite.StartOrReuseAsync(_folder, _ => { }),
            Azurite.StartOrReuseAsync(_folder, _ => { }));
        await started[0].DisposeAsync();
        var found = await Azurite.StartOrReuseAsync(_folder, _ => { });

        Assert.Equal(started[0].ProcessId, started[1].ProcessId);
        Assert.Equal(started[0].ProcessId, found.ProcessId);
        Assert.Equal(started[0].ConnectionString, found.ConnectionString);

        await found.StopAsync();
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(found.ProcessId));
    }

    [Fact]
    public async Task What_was_stored_is_there_after_stop_and_start()
    {
        var first = await Azurite.StartOrReuseAsync(_folder, _ => { });
        await new QueueClient(first.ConnectionString, "kept").CreateAsync();
        await first.StopAsync();

        var second = await Azurite.StartOrReuseAsync(_folder, _ => { });
        try
        {
            Assert.True(await new QueueClient(second.ConnectionString, "kept").ExistsAsync());
            Assert.NotEqual(first.ProcessId, second.ProcessId);
        }
        finally
        {
            await second.StopAsync();
        }
    }

    [Fact]
    public void The_lock_file_names_no_registry()
    {
        var lockFile = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "azurite", "package-lock.json"));

        Assert.DoesNotContain("\"resolved\"", lockFile, StringComparison.Ordinal);
    }
}
