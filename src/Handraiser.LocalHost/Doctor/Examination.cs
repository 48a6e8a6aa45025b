using Azure;
using Azure.Identity;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Settings;
using Handraiser.Profiles;
using Microsoft.Extensions.Configuration;

namespace Handraiser.LocalHost.Doctor;

/// <summary>Looks at an installation from its settings outwards. Nothing is written, nothing is sent, no value is quoted.</summary>
/// <param name="settings">What the application would be given.</param>
/// <param name="senders">Every sender that the door knows.</param>
/// <param name="storage">Its storage; null when the settings do not lead to one.</param>
/// <param name="dns">Text records.</param>
/// <param name="clock">This machine's clock.</param>
internal sealed class Examination(IConfiguration settings, IReadOnlyList<Sender> senders, IStorageProbe? storage, ITextRecords dns, TimeProvider clock)
{
    /// <summary>Signatures carry times; the strictest sender allows five minutes.</summary>
    private static readonly TimeSpan Skewed = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Drifting = TimeSpan.FromSeconds(30);

    /// <summary>Everything that was found, in the order of looking.</summary>
    /// <param name="selectors">DKIM selectors.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(IReadOnlyList<string> selectors, CancellationToken cancellation) =>
        [.. OfSettings(), .. OfSecrets(), .. await OfStorageAsync(cancellation), .. await OfMailAsync(selectors, cancellation)];

    private IEnumerable<Finding> OfSettings()
    {
        var problems = SettingsCheck.Problems(settings);
        foreach (var problem in problems) yield return Finding.Bad("settings", problem);
        foreach (var stranger in SettingsCheck.Strangers(settings)) yield return Finding.Doubtful("settings", stranger);
        if (problems.Count == 0) yield return Finding.Good("settings", "Everything that a start needs is set.");
        if (Uri.TryCreate(settings["Public:Url"], UriKind.Absolute, out var address) && address.Scheme == "http" && !address.IsLoopback)
            yield return Finding.Bad("settings", "Public__Url begins with http://, and customers' links would travel in the open: set it to the address with https://.");
    }

    private IEnumerable<Finding> OfSecrets()
    {
        if (settings["Keys:Operator"] is { Length: > 0 } key && key == settings["Keys:Events"])
            yield return Finding.Bad("secrets", "Keys__Operator and Keys__Events are the same, so whoever sends events can read customers: make another one with openssl rand -base64 32.");
        IReadOnlyList<string> open = [];
        string? complaint = null;
        try
        {
            var book = new Senderbook(senders, settings);
            open = [.. senders.Where(s => book.Find(s.Name) is { Settings.Secrets.Count: > 0 }).Select(s => s.Name)];
        }
        catch (InvalidOperationException e)
        {
            complaint = e.Message;
        }
        yield return complaint is not null ? Finding.Bad("secrets", $"{complaint} docs/senders.md says where each is found.")
            : open.Count == 0 ? Finding.Doubtful("secrets", "No sender has a secret, so every webhook is answered 404: docs/senders.md says where each is found.")
            : Finding.Good("secrets", $"The door is open to {string.Join(", ", open)}.");
    }

    private async Task<IReadOnlyList<Finding>> OfStorageAsync(CancellationToken cancellation)
    {
        if (storage is null) return [Finding.Doubtful("storage", "There is no storage to look at: set DataStorage, or start Azurite with \"serve\".")];
        try
        {
            var state = await storage.LookAsync(cancellation);
            return [.. OfParts(state), .. OfClock(state)];
        }
        catch (Exception e) when (e is RequestFailedException or AuthenticationFailedException or AggregateException)
        {
            return [Finding.Bad("storage", e switch
            {
                RequestFailedException { Status: 403 } => "Storage refuses: give the identity the roles Storage Queue, Table and Blob Data Contributor on the account, and wait some minutes.",
                RequestFailedException { Status: > 0 } refused => $"Storage answered {refused.Status} {refused.ErrorCode}: look at the account's firewall and at the addresses in DataStorage.",
                AuthenticationFailedException => "No identity could sign in to storage: sign in with az login, or set DataStorage__clientId to the app's identity.",
                _ => "Storage does not answer: look at the addresses in DataStorage and at the network.",
            })];
        }
    }

    private static IEnumerable<Finding> OfParts(StorageState state)
    {
        const string Mend = "deploy infra again, or start the local host once, which creates what is missing";
        if (state.MissingQueues.Count > 0) yield return Finding.Bad("queues", $"Not there: {string.Join(", ", state.MissingQueues)}; {Mend}.");
        else yield return Finding.Good("queues", "Every queue is there.");
        if (state.MissingTables.Count > 0) yield return Finding.Bad("tables", $"Not there: {string.Join(", ", state.MissingTables)}; {Mend}.");
        else yield return Finding.Good("tables", "Every table is there.");
        if (state.MissingContainers.Count > 0) yield return Finding.Bad("blobs", $"Not there: {string.Join(", ", state.MissingContainers)}; {Mend}.");
        else yield return Finding.Good("blobs", "Every container is there.");
        if (state.Parked.Count > 0) yield return Finding.Doubtful("queues", $"Messages lie in {string.Join(", ", state.Parked)}: while the app runs they are parked within seconds, see \"Replay parked messages\" in docs/operate.md.");
    }

    private IEnumerable<Finding> OfClock(StorageState state)
    {
        if (state.Now is not { } there) yield break;
        var skew = clock.GetUtcNow() - there;
        yield return skew.Duration() switch
        {
            var off when off > Skewed => Finding.Bad("clock", $"This machine's clock is {Text(off)} {(skew > TimeSpan.Zero ? "ahead" : "behind")}, so signed webhooks are refused as too old or too new: set it by NTP."),
            var off when off > Drifting => Finding.Doubtful("clock", $"This machine's clock is {Text(off)} {(skew > TimeSpan.Zero ? "ahead" : "behind")}: set it by NTP before it is minutes."),
            _ => Finding.Good("clock", "This machine's clock agrees with storage."),
        };

        static string Text(TimeSpan time) => time.TotalMinutes >= 2 ? $"{time.TotalMinutes:0} minutes" : $"{time.TotalSeconds:0} seconds";
    }

    private async Task<IReadOnlyList<Finding>> OfMailAsync(IReadOnlyList<string> selectors, CancellationToken cancellation)
    {
        if (Identity.NormalEmail(settings["Mail:From"]) is not { } from) return [Finding.Doubtful("dns", "Mail__From is not set, so no mail leaves and there is no domain to look at.")];
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        // Names that exist nowhere, RFC 2606: a sample is not asked of the world.
        if (domain.EndsWith(".example", StringComparison.Ordinal) || domain.EndsWith(".test", StringComparison.Ordinal)) return [Finding.Doubtful("dns", $"{domain} is a name for samples: set Mail__From to an address of your own domain before customers get mail.")];
        return MailDomain.Judge(domain, selectors, await dns.FindAsync(MailDomain.Names(domain, selectors), cancellation));
    }
}
