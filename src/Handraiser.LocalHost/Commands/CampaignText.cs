using System.Globalization;
using System.Text;
using System.Text.Json;
using Handraiser.Campaigns;
using Handraiser.Functions.Campaigns;
using Handraiser.Plays;

namespace Handraiser.LocalHost.Commands;

/// <summary>Adds up the parts of a list of people.</summary>
/// <param name="named">How many of those who do not get it are kept by name.</param>
internal sealed class CampaignTally(int named)
{
    private readonly List<CampaignPerson> others = [];
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    public IReadOnlyList<CampaignPerson> Others => others;

    public IReadOnlyDictionary<string, int> Counts => counts;

    public int Opened { get; private set; }

    public int Clicked { get; private set; }

    /// <summary>Of those who got it: how many ordered in the week after it, and for how much.</summary>
    public (int People, decimal Worth) Ordered { get; private set; }

    /// <summary>The same of those who were held out.</summary>
    public (int People, decimal Worth) OrderedWithout { get; private set; }

    public void Add(CampaignPeople part)
    {
        foreach (var (outcome, count) in part.Counts) counts[outcome] = counts.GetValueOrDefault(outcome) + count;
        Opened += part.People.Count(p => p.Opened);
        Clicked += part.People.Count(p => p.Clicked);
        foreach (var person in part.People.Where(p => p.Orders > 0))
        {
            if (person.Outcome == CampaignResult.Sent) Ordered = (Ordered.People + 1, Ordered.Worth + person.Worth);
            else if (person.Outcome == Gates.HeldOut) OrderedWithout = (OrderedWithout.People + 1, OrderedWithout.Worth + person.Worth);
        }
        others.AddRange(part.People.Where(p => !new CampaignResult(p.Outcome).IsReached).Take(named - others.Count));
    }
}

/// <summary>Campaigns in words for a terminal.</summary>
internal static class CampaignText
{
    /// <summary>A time of day such as 9:30; null for anything else.</summary>
    public static TimeOnly? TimeOfDay(string text) =>
        TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>One campaign, as the routes tell it, in a line.</summary>
    public static string Line(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        var campaign = json.RootElement;
        string? Text(string name) => campaign.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var line = new StringBuilder($"{Text("id")}: {Text("template")} to {Text("to") ?? "those who clicked on " + Text("toClickersOf")}, {Text("status")}");
        line.Append(CultureInfo.InvariantCulture, $", {campaign.GetProperty("chosen").GetInt64():N0} chosen, {campaign.GetProperty("perMinute").GetInt32():N0} a minute");
        if (Text("status") == CampaignStatus.Running && campaign.GetProperty("startsAt").GetDateTimeOffset() is var begins && campaign.GetProperty("chosen").GetInt64() == 0)
            line.Append(CultureInfo.InvariantCulture, $", from {begins.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        if (Text("why") is { } why) line.Append(CultureInfo.InvariantCulture, $" ({why})");
        return line.ToString();
    }

    /// <summary>How many get it, and why not the others.</summary>
    /// <param name="tally">The people.</param>
    /// <param name="foretold">Whether nothing was sent yet.</param>
    public static string Render(CampaignTally tally, bool foretold)
    {
        var text = new StringBuilder();
        var reached = tally.Counts.Where(c => new CampaignResult(c.Key).IsReached).ToList();
        var left = tally.Counts.Where(c => !new CampaignResult(c.Key).IsReached).OrderByDescending(c => c.Value).ToList();
        Add("", foretold ? "would get it" : "get it or got it", reached.Sum(c => c.Value));
        foreach (var (outcome, count) in reached) Add("  ", foretold && outcome == CampaignResult.OnItsWay ? "at once" : outcome, count);
        if (!foretold)
        {
            Add("  ", "opened", tally.Opened);
            Add("  ", "clicked", tally.Clicked);
            Add("  ", "ordered within a week", tally.Ordered.People, tally.Ordered.Worth);
        }
        Add("", foretold ? "would be left out" : "left out", left.Sum(c => c.Value));
        foreach (var (gate, count) in left)
        {
            Add("  ", gate, count);
            if (!foretold && gate == Gates.HeldOut) Add("    ", "ordered all the same", tally.OrderedWithout.People, tally.OrderedWithout.Worth);
        }
        foreach (var person in tally.Others) text.Append(CultureInfo.InvariantCulture, $"{person.Customer}  {person.Outcome}{(person.Reason is { } why ? $": {why}" : "")}\n");
        return text.ToString();

        void Add(string indent, string what, int count, decimal worth = 0) =>
            text.Append((indent + what).PadRight(24)).Append(CultureInfo.InvariantCulture, $"{count,10:N0}{(worth == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", for {worth:N2}"))}").Append('\n');
    }
}
