using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks;
using Handraiser.Profiles;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>
/// Goes with one made-up customer from the first event to a year after the last. The engine hears of the events and wakes when it asked to,
/// and of nothing else; its memberships are compared with the plain reading after each event, at each wake, a millisecond before it and
/// now and then in between. The playbook may change on the way, and the profile is now and then written and read back.
/// </summary>
internal sealed class Companion
{
    private const int LooksBetween = 3;
    private const int MostWakes = 3000;
    private static readonly string[] Zones = ["Europe/London", "America/New_York", "Pacific/Auckland", "UTC"];

    private readonly int seed;
    private readonly Random random;
    private readonly ImmutableArray<CustomerEvent> life;
    private readonly List<CustomerEvent> told = [];
    private readonly Tally tally;
    private readonly string laterText;
    private string text;
    private Playbook playbook;
    private Profile profile = Customers.New();
    private PlainEvents events = new([]);
    private DateTimeOffset now;

    public Companion(int seed, Tally tally)
    {
        (this.seed, this.tally, random) = (seed, tally, new Random(seed));
        var zone = Zones[random.Next(Zones.Length)];
        (text, laterText) = (new RandomPlaybooks(random).Make(zone), new RandomPlaybooks(random).Make(zone));
        playbook = PlaybookLoader.Load(text).OrThrow();
        life = new RandomLives(random).Make();
    }

    /// <summary>Goes all the way; the first difference, for people, or null.</summary>
    public string? Go()
    {
        var change = random.Next(2) == 0 ? random.Next(life.Length) : -1;
        for (var i = 0; i < life.Length; i++)
        {
            var happened = life[i];
            if (i > 0 && Wait(happened.ReceivedAt) is { } difference) return difference;
            if (i == change) (text, playbook) = (laterText, PlaybookLoader.Load(laterText).OrThrow());
            told.Add(happened);
            events = new PlainEvents([.. told]);
            if (React(happened, happened.ReceivedAt) is { } wrong) return wrong;
            if (random.Next(5) == 0) profile = ProfileJson.Read(ProfileJson.Write(profile));
        }
        return Wait(now.AddDays(400));
    }

    /// <summary>Lets time pass up to a moment, and wakes the customer whenever the engine asked for it.</summary>
    private string? Wait(DateTimeOffset until)
    {
        for (var wakes = 0; wakes < MostWakes; wakes++)
        {
            var next = profile.Armed is { } armed && armed < until ? armed : until;
            if (Between(next) is { } difference) return difference;
            if (next == until) return null;
            var wake = Customers.Event(EventKinds.TimePassed, next) with { Customer = new Identifiers { Id = profile.Id } };
            if (React(wake, next) is { } wrong) return wrong;
        }
        return Says("wakes without end", now);
    }

    private string? React(CustomerEvent happened, DateTimeOffset at)
    {
        now = at;
        profile = Engine.React(profile, [happened], playbook, ShopState.Default, now).Profile;
        return Compare(now, $"after {happened.Kind}");
    }

    /// <summary>Nothing happens before a moment, so nothing changes: also not in the last millisecond.</summary>
    private string? Between(DateTimeOffset next)
    {
        var free = (next - now).TotalMilliseconds - 1;
        if (free < 1) return null;
        for (var look = 0; look < LooksBetween; look++)
        {
            if (Compare(now.AddMilliseconds(Math.Ceiling(random.NextDouble() * free)), "in between") is { } difference) return difference;
        }
        return Compare(next.AddMilliseconds(-1), "just before");
    }

    private string? Compare(DateTimeOffset at, string when)
    {
        var reading = new PlainReading(playbook, events, at);
        foreach (var path in playbook.Segments.Paths)
        {
            var isIn = reading.IsIn(path);
            tally.Compared(isIn);
            if (isIn is { } plainly && profile.IsIn(path) != plainly)
            {
                return Says($"{path} is {(plainly ? "in" : "out")} by the plain reading and not by the engine, {when}: {text.Split('\n').First(l => l.StartsWith($"  {path}: ", StringComparison.Ordinal)).Trim()}", at);
            }
            // Not in between as well: a long silence would count more than all that happened.
            if (at == now && reading.IsOpen(path) == true) tally.Count(reading, playbook.Segments.Find(path)!.If);
        }
        return null;
    }

    private string Says(string what, DateTimeOffset at) => $"Seed {seed}, {at:O}, {told.Count} events: {what}";
}
