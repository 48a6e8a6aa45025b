using System.Security.Cryptography.X509Certificates;
using Handraiser.Functions;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Functions.Settings;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Hosting;
using Handraiser.LocalHost.Storage;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Tests.Infra;

/// <summary>What the code needs of its infrastructure: read from the code, and changed by tests that see whether a gap is found.</summary>
internal sealed record Code
{
    public IReadOnlyList<string> Queues { get; init; } = Names.Queues.All;
    public IReadOnlyList<string> Tables { get; init; } = Names.Tables.All;
    public IReadOnlyList<string> Containers { get; init; } = Names.Containers.All;
    public IReadOnlyList<string> Metrics { get; init; } = Names.Metrics.All;
    public IReadOnlyList<string> Counters { get; init; } = [Meters.Deliveries.Name];
    public IReadOnlyList<Setting> Settings { get; init; } = AllSettings.List;
    public IReadOnlyList<HostedFunction> Functions { get; init; } = FunctionCatalog.Of(typeof(Names).Assembly).Functions;
    public string RoutePrefix { get; init; } = HostJson.Load(Path.Combine(LocalFolder.Root, "host.json")).RoutePrefix;
    public IReadOnlyList<string> Senders { get; init; } = [.. AllSenders.Create(new NoCertificates(), Intake.DoorHarness.Identity, Intake.DoorHarness.Replies).Select(s => s.Name)];

    /// <summary>The clients of the account with data: each needs its role.</summary>
    public IReadOnlyList<string> StorageClients { get; init; } = [.. typeof(StorageClients).GetProperties().Select(p => p.PropertyType.Name)];

    /// <summary>Paths, with a star for a parameter at the end, of functions that no person signs in for. Those for staff live in the folder Operators.</summary>
    public IEnumerable<string> OpenPaths => Http.Where(f => !IsForStaff(f.Function)).Select(f => f.Path).Distinct();

    public IEnumerable<string> StaffPaths => Http.Where(f => IsForStaff(f.Function)).Select(f => f.Path).Distinct();

    private IEnumerable<(HostedFunction Function, string Path)> Http => Functions.Where(f => f.Trigger is HttpTriggerAttribute)
        .Select(f => (f, $"/{RoutePrefix}/{((HttpTriggerAttribute)f.Trigger).Route}")).Select(f => (f.f, f.Item2.Contains('{', StringComparison.Ordinal) ? f.Item2[..f.Item2.IndexOf('{', StringComparison.Ordinal)] + "*" : f.Item2));

    private static bool IsForStaff(HostedFunction function) =>
        function.Name != "Health" && function.Method.DeclaringType!.Namespace!.StartsWith("Handraiser.Functions.Operators", StringComparison.Ordinal);

    private sealed class NoCertificates : ISnsCertificates
    {
        public ValueTask<X509Certificate2?> FindAsync(Uri url, SenderSettings settings, DateTimeOffset now, CancellationToken cancellation) => ValueTask.FromResult<X509Certificate2?>(null);
    }
}
