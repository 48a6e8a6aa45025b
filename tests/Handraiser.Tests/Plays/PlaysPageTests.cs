using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Tests.Playbooks;
using Xunit;

namespace Handraiser.Tests.Plays;

/// <summary>What <c>docs/plays.md</c> says of the default plays is what they do.</summary>
public sealed class PlaysPageTests
{
    private const string File = "docs/plays.md";
    private const string Mark = "## All of them at a glance\n";

    private static readonly string[] Small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static string Page { get; } = System.IO.File.ReadAllText(Path.Combine(Golden.Root, File)).ReplaceLineEndings("\n");

    public static TheoryData<string> Plays => [.. DefaultPlaybook.Playbook.Plays.Select(p => p.Name)];

    [Fact]
    public void Every_default_play_has_its_section_in_the_order_of_the_playbook() =>
        Assert.Equal(DefaultPlaybook.Playbook.Plays.Select(p => p.Name), Regex.Matches(Page[..Page.IndexOf(Mark, StringComparison.Ordinal)], "^## (.+)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Plays))]
    public void Every_figure_of_a_play_stands_in_its_section(string name)
    {
        var play = DefaultPlaybook.Playbook.Find(name)!;
        var section = Page.Split($"## {name}\n")[1].Split("\n## ")[0];

        Assert.All(Figures(play), figure => Assert.Matches($"(?i){figure}", section));
    }

    [Fact]
    public void The_table_is_made_of_the_playbook() => Golden.Equal(File, Page[..Page.IndexOf(Mark, StringComparison.Ordinal)] + Mark + Table());

    /// <summary>Each figure as a pattern of the ways in which it may be written.</summary>
    private static IEnumerable<string> Figures(Play play)
    {
        foreach (var step in play.Steps)
        {
            if (step.Wait is { To: { } to, From: var from } && to > from) yield return $"{from.TotalMinutes} to {to.TotalMinutes} minutes";
            else if (step.Wait.From > TimeSpan.Zero) yield return Written(step.Wait.From);
            if (step.Wait.BusinessHours) yield return "business hours";
            if ((step.Do as SendAction)?.Offer is not { } offer) continue;
            yield return offer.Percent is { } percent ? $"\\b{percent:0.##} %" : $"\\b{offer.Amount:0.##} off";
            if (offer.Expires is { } expires) yield return Written(expires);
        }
        if (play.Again is { } again) yield return Written(again);
        if (play.Until is { } until) yield return Written(until);
        if (play.Once) yield return "once";
    }

    private static string Written(TimeSpan time)
    {
        var (number, unit) = time.TotalDays >= 4 ? (time.TotalDays, "day") : time.TotalHours >= 2 && time.TotalDays % 1 != 0 || time.TotalHours == 72 ? (time.TotalHours, "hour") : time.TotalDays >= 1 ? (time.TotalDays, "day") : time.TotalHours >= 1 ? (time.TotalHours, "hour") : (time.TotalMinutes, "minute");
        var ways = new List<string> { $"\\b{number}[ -]{unit}" };
        if (number < Small.Length) ways.Add($"\\b{Small[(int)number]} {unit}");
        ways.AddRange((number, unit) switch
        {
            (20, "hour") => ["twenty hours"],
            (1, "hour") => ["an hour"],
            (7, "day") => ["once a week"],
            (14, "day") => ["a fortnight"],
            (21, "day") => ["three weeks"],
            (182, "day") => ["twice a year"],
            _ => Array.Empty<string>(),
        });
        return $"({string.Join('|', ways)})";
    }

    private static string Table()
    {
        var text = new StringBuilder("\n| play | starts | does | ends | goal | again | held out |\n|---|---|---|---|---|---|---|\n");
        foreach (var play in DefaultPlaybook.Playbook.Plays)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {play.Name} | {Start(play.On)} | {string.Join("; ", play.Steps.Select(Does))} | {string.Join(", ", play.Unless.Select(u => $"`{u}`").Concat(play.Until is { } until ? [Short(until)] : []))} | {Goal(play)} | {(play.Once ? "never" : play.Again is { } again ? Short(again) : "")} | {(play.Holdout > 0 ? play.Holdout.ToString("0 %", CultureInfo.InvariantCulture) : "")} |\n");
        }
        return text.ToString();
    }

    private static string Start(Trigger on) => on switch
    {
        EventTrigger { Kind: var kind, Where: null, InWords: var words } => $"`{kind}`{(words ? " in words" : "")}",
        EventTrigger { Kind: var kind } => $"`{kind}`, some",
        HopTrigger { Segment: var segment, Entered: var entered } => $"{(entered ? "into" : "out of")} `{segment}`",
        AnswerTrigger { Question: var question, Is: var answers } => $"`{question}`: {string.Join(", ", answers)}",
        DateTrigger { Date: var date } => date,
        _ => throw new InvalidOperationException("Another trigger."),
    };

    private static string Does(PlayStep step)
    {
        var wait = step.Wait.From <= TimeSpan.Zero && !step.Wait.UsualHour ? "" : $"{Short(step.Wait.From)}{(step.Wait.To is { } to && to > step.Wait.From ? "-" + Short(to) : "")}{(step.Wait.BusinessHours ? ", business hours" : "")}{(step.Wait.UsualHour ? ", usual hour" : "")}{(step.Wait.At is { } at ? $", at {at.Hour}:{at.Minute:00}" : "")}: ";
        return wait + step.Do switch
        {
            SendAction { Template: var template, Offer: null, Channel: var channel } => $"{channel} `{template}`",
            SendAction { Template: var template, Offer: { } offer } => string.Create(CultureInfo.InvariantCulture, $"`{template}` with {(offer.Percent is { } percent ? $"{percent:0.##} %" : $"{offer.Amount:0.##} off")} for {Short(offer.Expires!.Value)}"),
            FollowUpAction { Draft: var draft } => $"a person, `{draft}`",
            AskAction { Question: var question } => $"asks `{question}`",
            TagAction tag => $"{tag.Name}: {tag.Value}",
            var other => other!.GetType().Name.Replace("Action", "", StringComparison.Ordinal).ToLowerInvariant(),
        };
    }

    private static string Goal(Play play) => play.Goal is { } goal ? $"`{goal.Kind}` in {Short(goal.Within)}" : "";

    private static string Short(TimeSpan time) => time.TotalDays >= 4 ? $"{time.TotalDays}d" : time.TotalHours >= 2 || time == TimeSpan.FromHours(1) ? $"{time.TotalHours}h" : $"{time.TotalMinutes}m";
}
