using System.Text.Json;
using System.Text.Json.Serialization;
using Handraiser.Functions;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Mailbox;
using Handraiser.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.LocalHost.Demo;

/// <summary>What came of the day, counted in the profiles, the follow-up list and the mailbox; never in the generator.</summary>
public sealed record DemoFigures
{
    /// <summary>Events acknowledged by the webhooks, repeats included.</summary>
    public long Events { get; init; }
    /// <summary>Events that the application told itself, such as the end of a follow-up that nobody answered.</summary>
    public long Told { get; init; }
    /// <summary>Events that changed a profile, each exactly once. With those that were told again they are all that was acknowledged or told by the application itself.</summary>
    public long Folded { get; init; }
    /// <summary>Events that were told again and changed nothing.</summary>
    public long Repeated { get; init; }
    /// <summary>Events that could not be processed.</summary>
    public long Parked { get; init; }
    /// <summary>Mails that arrived.</summary>
    public long Delivered { get; init; }
    /// <summary>Customers of whom at least one open was a person's.</summary>
    public long Openers { get; init; }
    /// <summary>Opens by mail clients that load everything.</summary>
    public long MachineOpensSetAside { get; init; }
    /// <summary>Customers who clicked, in person.</summary>
    public long Clickers { get; init; }
    /// <summary>Clicks by security scanners.</summary>
    public long ScannerClicksSetAside { get; init; }
    /// <summary>Entries of the responders' list that the day brought.</summary>
    public long FollowUps { get; init; }
    /// <summary>Cart mails in the mailbox.</summary>
    public long CartMails { get; init; }
    /// <summary>Mails in the mailbox.</summary>
    public long Mails { get; init; }
    /// <summary>Mails beyond the first for the same customer, template and occasion; must be 0.</summary>
    public long DuplicateSends { get; init; }
    /// <summary>How long the day took to play.</summary>
    public double Seconds { get; init; }
    /// <summary>What was asked of storage while it was played.</summary>
    public long StorageCalls { get; init; }
    /// <summary>The same, for one event.</summary>
    public double StorageCallsPerEvent { get; init; }

    /// <summary>What each play did, the weeks before included.</summary>
    public IReadOnlyDictionary<string, PlayFigures> Plays { get; init; } = new Dictionary<string, PlayFigures>();
    /// <summary>The story of one customer, a line a day and thing.</summary>
    public IReadOnlyList<string> Story { get; init; } = [];

    /// <summary>What came since an earlier count; what must never be at all, and what each play did, stay whole.</summary>
    internal DemoFigures Since(DemoFigures before) => this with
    {
        Events = Events - before.Events,
        Told = Told - before.Told,
        Folded = Folded - before.Folded,
        Repeated = Repeated - before.Repeated,
        Delivered = Delivered - before.Delivered,
        Openers = Openers - before.Openers,
        MachineOpensSetAside = MachineOpensSetAside - before.MachineOpensSetAside,
        Clickers = Clickers - before.Clickers,
        ScannerClicksSetAside = ScannerClicksSetAside - before.ScannerClicksSetAside,
        CartMails = CartMails - before.CartMails,
        Mails = Mails - before.Mails,
        Seconds = Math.Round(Seconds - before.Seconds, 1),
        StorageCalls = StorageCalls - before.StorageCalls,
        StorageCallsPerEvent = Math.Round((StorageCalls - before.StorageCalls) / (double)Math.Max(1, Events - before.Events), 3),
    };

    /// <summary>Counts.</summary>
    internal static async Task<DemoFigures> CountAsync(LocalApp app, DemoWatch watch, TimeSpan took, DateTimeOffset from, CancellationToken cancellation)
    {
        var calls = app.Calls.Total;
        var plays = new SortedDictionary<string, PlayFigures>(StringComparer.Ordinal);
        var accepted = watch[Meters.Accepted];
        var figures = new DemoFigures
        {
            Events = accepted,
            Told = watch[Meters.Told],
            Folded = watch[Meters.Folded],
            Repeated = watch[Meters.Repeated],
            Parked = watch[Meters.Parked],
            Seconds = Math.Round(took.TotalSeconds, 1),
            StorageCalls = calls,
            StorageCallsPerEvent = Math.Round(calls / (double)Math.Max(1, accepted), 3),
        };
        var mails = MailCounts.Of(app.Services.GetRequiredService<MailboxStore>());
        figures = figures with
        {
            Mails = mails.Mails,
            CartMails = mails.ByTemplate.Where(t => t.Key.StartsWith("cart-left", StringComparison.Ordinal)).Sum(t => t.Value),
            DuplicateSends = mails.Duplicates,
            FollowUps = (await app.Services.GetRequiredService<IFollowUps>().OpenAsync(cancellation)).Count(f => f.CreatedAt >= from),
        };
        await foreach (var profile in app.Services.GetRequiredService<ICustomers>().ScanAsync(cancellation))
        {
            PlayFigures.Add(plays, profile);
            var mail = profile.Email;
            figures = figures with
            {
                Delivered = figures.Delivered + mail.Delivered,
                Openers = figures.Openers + (mail.Opens > 0 ? 1 : 0),
                MachineOpensSetAside = figures.MachineOpensSetAside + mail.MachineOpens,
                Clickers = figures.Clickers + (mail.Clicks > 0 ? 1 : 0),
                ScannerClicksSetAside = figures.ScannerClicksSetAside + mail.MachineClicks,
            };
        }
        return figures with { Plays = plays };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoFigures))]
internal sealed partial class DemoFiguresJson : JsonSerializerContext;
