using Handraiser.Functions;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Operators.Vitals;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Doctor;
using Handraiser.LocalHost.Storage;
using Microsoft.Extensions.Configuration;

namespace Handraiser.IntegrationTests.Operators;

/// <summary>What the doctor and the vital signs see, in a storage of their own: they look at every queue by its real name.</summary>
public sealed class StorageLookedAtTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    private Azurite? azurite;
    private StorageClients? clients;

    private StorageClients Clients => clients!;

    public async Task InitializeAsync()
    {
        azurite = await Azurite.StartOwnedAsync(dataFolder: null, Console.WriteLine);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["DataStorage"] = azurite.ConnectionString }).Build();
        clients = new StorageClients(settings, []);
    }

    public async Task DisposeAsync() => await azurite!.DisposeAsync();

    [Fact]
    public async Task The_doctor_misses_everything_in_an_empty_account_and_nothing_once_it_is_made()
    {
        var before = await new StorageProbe(Clients).LookAsync(CancellationToken.None);
        await Clients.CreateAllAsync(CancellationToken.None);
        await Clients.Queues.GetQueueClient("fetch-poison").SendMessageAsync("a message");
        var after = await new StorageProbe(Clients).LookAsync(CancellationToken.None);

        Assert.Equal(2 * Names.Queues.All.Count, before.MissingQueues.Count);
        Assert.Equal(Names.Tables.All, before.MissingTables);
        Assert.Equal(Names.Containers.All, before.MissingContainers);
        Assert.Equal([], [.. after.MissingQueues, .. after.MissingTables, .. after.MissingContainers]);
        Assert.Equal(["fetch-poison"], after.Parked);
        Assert.NotNull(after.Now);
    }

    [Fact]
    public async Task The_vital_signs_tell_what_waits_and_how_far_the_agenda_is_behind()
    {
        await Clients.CreateAllAsync(CancellationToken.None);
        await Clients.Queues.GetQueueClient(Names.Queues.Events).SendMessageAsync("a message");
        var agenda = new AgendaTable(Clients.Tables);
        await agenda.ArmAsync([new WakeUp("ada", s_now.AddMinutes(-7)), new WakeUp("bob", s_now.AddMinutes(7))], CancellationToken.None);

        var switches = new SwitchesTable(Clients.Tables);
        await switches.StopAsync("shop.example", "complaints", "Handraiser", s_now, CancellationToken.None);

        var signs = await new VitalSigns(Clients.Queues, agenda, switches, new StoppedClock()).TakeAsync(CancellationToken.None);

        Assert.Equal(1, signs.Single(s => s.Name == Names.Metrics.QueueDepth && s.Queue == Names.Queues.Events).Value);
        Assert.Equal(0, signs.Single(s => s.Name == Names.Metrics.QueueDepth && s.Queue == Names.Queues.Deliveries).Value);
        Assert.InRange(signs.Single(s => s.Name == Names.Metrics.QueueLag && s.Queue == Names.Queues.Events).Value, 0, 600);
        Assert.Equal(420, signs.Single(s => s.Name == Names.Metrics.AgendaLag).Value);
        Assert.Equal(1, signs.Single(s => s.Name == Names.Metrics.SendingStopped).Value);
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => s_now;
    }
}
