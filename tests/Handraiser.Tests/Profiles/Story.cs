using System.Collections.Immutable;
using System.Globalization;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;

namespace Handraiser.Tests.Profiles;

/// <summary>Tells what happened to one customer, in few words.</summary>
internal static class Story
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly Playbook Playbook = new()
    {
        Version = "test",
        Store = new Store { Name = "Ridgeway" },
        Score = new ScoreRules
        {
            Points = new Dictionary<string, double> { [EventKinds.EmailOpened] = 1, [EventKinds.EmailClicked] = 5, [EventKinds.ProductViewed] = 2, [EventKinds.CartUpdated] = 8 }
                .ToImmutableDictionary(),
        },
    };

    private static int told;

    public static CustomerEvent Event(string kind, double minute, EventData? data = null, Identifiers? who = null, string? id = null) => new()
    {
        Id = id ?? string.Create(CultureInfo.InvariantCulture, $"e{Interlocked.Increment(ref told)}"),
        Kind = kind,
        At = Start.AddMinutes(minute),
        ReceivedAt = Start.AddMinutes(minute),
        Customer = who ?? new Identifiers { Email = "ada@example.com" },
        Data = data ?? EventData.None,
    };

    public static CustomerEvent Click(double minute, string link, string message = "m1", string? ip = "198.51.100.7", string? agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", bool? machine = null) =>
        Event(EventKinds.EmailClicked, minute, new EventData { MessageId = message, Url = $"https://shop.example/{link}", Ip = ip, UserAgent = agent, Machine = machine, Category = "bikes/mountain" });

    public static CustomerEvent Open(double minute, string message = "m1", string? ip = "198.51.100.7", string? agent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", bool? machine = null) =>
        Event(EventKinds.EmailOpened, minute, new EventData { MessageId = message, Ip = ip, UserAgent = agent, Machine = machine });

    public static Profile Told(params IEnumerable<CustomerEvent> events) => Told(Profile.New("aaaaaaaaaaaaaaaaaaaaaaaaaa"), events);

    public static Profile Told(Profile profile, params IEnumerable<CustomerEvent> events)
    {
        foreach (var happened in events) profile = Folding.Fold(profile, happened, Playbook).Profile;
        return profile;
    }

    public static DateTimeOffset At(double minute) => Start.AddMinutes(minute);

    public static Profile Settled(this Profile profile, double minute) => Judge.Settle(profile, Playbook.Machines, At(minute));
}
