using System.Globalization;
using System.Text;
using System.Text.Json;
using Handraiser.Campaigns;
using Handraiser.Functions.Campaigns;

namespace Handraiser.LocalHost.Commands;

/// <summary>Adds up the parts of a list of people.</summary>
/// <param name="named">How many of those who do not get it are kept by name.</param>
internal sealed class CampaignTally(int named)
{
    private readonly List<CampaignPerson> others = [];
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    public IReadOnlyList<CampaignPerson> Others => others;

    public IReadOnlyDictionary<string, int> Counts => counts;

    public int Clicked { get; private set; }

    public void Add(CampaignPeople part)
    {
        foreach (var (outcome, count) in part.Counts) counts[outcome] = counts.GetValueOrDefault(outcome) + count;
        Clicked += part.People.Count(p => p.Clicked);
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
        if (!foretold) Add("  ", "clicked", tally.Clicked);
        Add("", foretold ? "would be left out" : "left out", left.Sum(c => c.Value));
        foreach (var (gate, count) in left) Add("  ", gate, count);
        foreach (var person in tally.Others) text.Append(CultureInfo.InvariantCulture, $"{person.Customer}  {person.Outcome}{(person.Reason is { } why ? $": {why}" : "")}\n");
        return text.ToString();

        void Add(string indent, string what, int count) => text.Append((indent + what).PadRight(24)).Append(CultureInfo.InvariantCulture, $"{count,10:N0}").Append('\n');
    }
}
