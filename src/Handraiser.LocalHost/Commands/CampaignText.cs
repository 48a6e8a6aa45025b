using System.Globalization;
using System.Text;
using System.Text.Json;
using Handraiser.Campaigns;
using Handraiser.Functions.Campaigns;
using Handraiser.Plays;

namespace Handraiser.LocalHost.Commands;

/// <summary>Adds up the parts of a list of people of whom it is foretold how they would fare.</summary>
/// <param name="named">How many of those who would not get it are kept by name.</param>
internal sealed class CampaignTally(int named)
{
    private readonly List<CampaignPerson> others = [];
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    public IReadOnlyList<CampaignPerson> Others => others;

    public IReadOnlyDictionary<string, long> Counts => counts;

    public void Add(CampaignPeople part)
    {
        foreach (var (outcome, count) in part.Counts) counts[outcome] = counts.GetValueOrDefault(outcome) + count;
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

    /// <summary>How many would get it, and why not the others.</summary>
    public static string Foretold(CampaignTally tally)
    {
        var text = new StringBuilder();
        Outcomes(text, tally.Counts, "would get it", "would be left out", outcome => outcome == CampaignResult.OnItsWay ? "at once" : outcome, null);
        return Named(text, tally.Others);
    }

    /// <summary>How many got it and what they did, and why not the others.</summary>
    public static string Fared(CampaignSums sums, IReadOnlyList<CampaignPerson> others)
    {
        var text = new StringBuilder();
        Outcomes(text, sums.Outcomes, "get it or got it", "left out", outcome => outcome, sums);
        return Named(text, others);
    }

    private static void Outcomes(StringBuilder text, IReadOnlyDictionary<string, long> counts, string got, string without, Func<string, string> called, CampaignSums? sums)
    {
        var reached = counts.Where(c => new CampaignResult(c.Key).IsReached).OrderBy(c => c.Key, StringComparer.Ordinal).ToList();
        var left = counts.Where(c => !new CampaignResult(c.Key).IsReached).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToList();
        Add(text, "", got, reached.Sum(c => c.Value));
        foreach (var (outcome, count) in reached) Add(text, "  ", called(outcome), count);
        if (sums is not null)
        {
            Add(text, "  ", "opened", sums.Opened);
            Add(text, "  ", "clicked", sums.Clicked);
            Add(text, "  ", "ordered within a week", sums.Ordered.People, sums.Ordered.Worth);
        }
        Add(text, "", without, left.Sum(c => c.Value));
        foreach (var (gate, count) in left)
        {
            Add(text, "  ", gate, count);
            if (sums is not null && gate == Gates.HeldOut) Add(text, "    ", "ordered all the same", sums.OrderedHeldOut.People, sums.OrderedHeldOut.Worth);
        }
    }

    private static string Named(StringBuilder text, IReadOnlyList<CampaignPerson> others)
    {
        foreach (var person in others) text.Append(CultureInfo.InvariantCulture, $"{person.Customer}  {person.Outcome}{(person.Reason is { } why ? $": {why}" : "")}\n");
        return text.ToString();
    }

    private static void Add(StringBuilder text, string indent, string what, long count, decimal worth = 0) =>
        text.Append((indent + what).PadRight(24)).Append(CultureInfo.InvariantCulture, $"{count,10:N0}{(worth == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", for {worth:N2}"))}").Append('\n');
}
