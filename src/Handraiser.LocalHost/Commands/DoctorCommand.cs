using System.CommandLine;
using Handraiser.Functions;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Doctor;
using Handraiser.LocalHost.Storage;
using Handraiser.Profiles;
using Microsoft.Extensions.Configuration;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser doctor</c>: looks at settings, secrets, storage, clock and the sending domain, and says in a sentence what mends each.</summary>
internal static class DoctorCommand
{
    // Senders are asked about their secrets only; nobody's name becomes an id here.
    private static readonly Identity s_nobody = new(new byte[32]);

    public static Command Create()
    {
        var command = new Command("doctor", "Look at settings, secrets, queues, tables, the clock and the DNS records of the sending domain, and say what mends each. Ends with 0 when nothing is bad, with 1 when something is. Changes nothing.");
        var file = new Option<FileInfo?>("--settings") { Description = "Judge the settings of this file (as local.settings.json) alone, without what one machine has by default: for an installation elsewhere." };
        var selectors = new Option<string[]>("--selector") { Description = "A DKIM selector of the sending domain; SendGrid's are s1 and s2.", DefaultValueFactory = _ => ["s1", "s2"] };
        command.Options.Add(file);
        command.Options.Add(selectors);
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(file) is { Exists: false } missing)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"There is no file {missing.FullName}.");
                return 1;
            }
            var findings = await ExamineAsync(parsed.GetValue(file), parsed.GetValue(selectors)!, cancellation);
            await output.WriteAsync(DoctorReport.Render(findings));
            return DoctorReport.IsHealthy(findings) ? 0 : 1;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(FileInfo? file, string[] selectors, CancellationToken cancellation)
    {
        var (settings, storage) = file is null ? await HereAsync(cancellation) : Elsewhere(file);
        using var http = new HttpClient();
        return await new Examination(settings, AllSenders.Create(new SnsCertificates(http), s_nobody), storage, new NodeTextRecords(), TimeProvider.System).ExamineAsync(selectors, cancellation);
    }

    private static (IConfiguration Settings, StorageProbe? Storage) Elsewhere(FileInfo file)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(LocalSettings.FromFile(file.FullName)).Build();
        return (settings, Probe(settings));
    }

    /// <summary>What a start on this machine would take: where no storage is configured, the Azurite that an earlier start left running.</summary>
    private static async Task<(IConfiguration Settings, StorageProbe? Storage)> HereAsync(CancellationToken cancellation)
    {
        var configured = Read([]);
        if (configured[Names.Settings.Storage] is { Length: > 0 }) return (configured, Probe(configured));
        var running = await Azurite.FindAsync(LocalFolder.Of("azurite"), cancellation);
        var settings = Read(new() { [Names.Settings.Storage] = running ?? "started by serve" });
        return (settings, running is null ? null : Probe(settings));

        static IConfigurationRoot Read(Dictionary<string, string?> overrides) => LocalSettings.Read(LocalKeys.LoadOrCreate(LocalFolder.Path), new Uri("http://127.0.0.1:7071"), overrides);
    }

    private static StorageProbe? Probe(IConfiguration settings)
    {
        try
        {
            return new StorageProbe(new StorageClients(settings, []));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            // What is wrong with the setting is told by the check of settings.
            return null;
        }
    }
}
