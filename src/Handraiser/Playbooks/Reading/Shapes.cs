using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Handraiser.Events;
using Handraiser.Plays;

namespace Handraiser.Playbooks.Reading;

/// <summary>The shapes of single values.</summary>
internal static partial class Shapes
{
    private const string NamePattern = "^[a-z0-9]+(-[a-z0-9]+)*$";
    private const string PathPattern = "^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$";
    private const string PercentPattern = @"^(over |at least )?\d+(\.\d+)? ?%$";
    private const double MostWeight = 1_000_000;

    /// <summary>The kinds of events that Handraiser knows, but for the passing of time, which nobody waits for by name.</summary>
    public static ImmutableArray<string> KnownKinds { get; } =
        [.. typeof(EventKinds).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Where(k => !EventKinds.IsInternal(k))];

    public static Shape<string> Text { get; } = new Scalar<string>("a text", () => new JsonObject { ["type"] = Array(["string", "number", "boolean"]) }, (Item _, string text, out string value) => Is(text, out value));

    public static Shape<string> Name { get; } = Matching("a name of lower-case letters, digits and hyphens, such as cart-left", NamePattern, NameRegex());

    public static Shape<string> Path { get; } =
        Matching("a name of lower-case letters, digits and hyphens, below another one after a slash: mountain/beginner", PathPattern, PathRegex());

    public static Shape<string> Category { get; } =
        new Scalar<string>("a category, as the shop's product data name it: bikes/mountain", () => OfType("string"), (Item _, string text, out string value) => Is(text.Trim('/').ToLowerInvariant(), out value));

    public static Shape<string> Segment { get; } = Naming(NameOf.Segment, "the name of a segment", PathPattern);
    public static Shape<string> Question { get; } = Naming(NameOf.Question, "the name of a question", NamePattern);
    public static Shape<string> Topic { get; } = Naming(NameOf.Topic, "the name of a topic", NamePattern);
    public static Shape<string> Template { get; } = Naming(NameOf.Template, "the name of a template", NamePattern);
    public static Shape<string> Event { get; } = new Scalar<string>("a kind of event, such as order.placed", () => new JsonObject
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["enum"] = Array(KnownKinds) }, new JsonObject { ["type"] = "string", ["pattern"] = @"\." }),
    }, (Item item, string text, out string value) => Mentioned(item, NameOf.Event, text, out value));

    /// <summary>An event, which has a dot, or a segment, which has none.</summary>
    public static Shape<string> EventOrSegment { get; } = new Scalar<string>("a kind of event, such as order.placed, or the name of a segment", () => OfType("string"),
        (Item item, string text, out string value) => Mentioned(item, text.Contains('.', StringComparison.Ordinal) ? NameOf.Event : NameOf.Segment, text, out value));

    public static Shape<bool> YesNo { get; } = new Scalar<bool>("true or false", () => OfType("boolean"), (Item _, string text, out bool value) =>
    {
        value = text is "true" or "yes";
        return text is "true" or "false" or "yes" or "no";
    });

    public static Shape<double> Number { get; } = new Scalar<double>("a number", () => OfType("number"),
        (Item _, string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));

    /// <summary>What one event counts for: so bounded that no sum of them leaves the numbers.</summary>
    public static Shape<double> Weight { get; } = new Scalar<double>("a number between -1000000 and 1000000", () => new JsonObject { ["type"] = "number", ["minimum"] = -MostWeight, ["maximum"] = MostWeight },
        (Item _, string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= MostWeight);

    public static Shape<decimal> Money { get; } = new Scalar<decimal>("an amount of money such as 5 or 4.50, without the currency", () => new JsonObject { ["type"] = "number", ["minimum"] = 0 },
        (Item _, string text, out decimal value) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value));

    public static Shape<double> Share { get; } = new Scalar<double>("a percentage such as 10%", () => Pattern(PercentPattern), (Item item, string text, out double value) =>
    {
        if (!PercentRegex().IsMatch(text))
        {
            value = 0;
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bare) && bare is >= 0 and <= 100
                && item.Wrong("A share is written with its percent sign.", $"Write {(bare < 1 ? bare * 100 : bare).ToString("0.##", CultureInfo.InvariantCulture)}%.");
        }
        var digits = text.AsSpan(text.AsSpan().IndexOfAnyInRange('0', '9')).TrimEnd("% ");
        value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture) / 100;
        return value <= 1 || item.Wrong("A share is at most 100%.", "Write a percentage from 0% to 100%.");
    });

    public static Shape<TimeSpan> Length { get; } = new Scalar<TimeSpan>("a length of time such as 20m, 4h, 7d or 2w", () => Pattern(Spans.LengthPattern),
        (Item _, string text, out TimeSpan value) => Spans.TryLength(text, out value));

    public static Shape<TimeOnly> Time { get; } = new Scalar<TimeOnly>("a time of day such as 09:30", () => Pattern(@"^\d?\d:\d\d$"), (Item _, string text, out TimeOnly value) => Spans.TryTime(text, out value));

    public static Shape<DailyWindow> Window { get; } = new Scalar<DailyWindow>("a part of the day such as 21:00-08:00", () => Pattern(@"^\d?\d:\d\d ?- ?\d?\d:\d\d$"), (Item _, string text, out DailyWindow value) =>
    {
        var good = Spans.TryWindow(text, out var from, out var to);
        value = new DailyWindow(from, to);
        return good;
    });

    public static Shape<WeeklyHours> Hours { get; } = new Scalar<WeeklyHours>("weekly hours such as Mon-Fri 09:00-17:30, Sat 10:00-14:00", () => OfType("string"),
        (Item _, string text, out WeeklyHours value) => Spans.TryHours(text, out value!));

    public static Shape<TimeZoneInfo> Zone { get; } = new Scalar<TimeZoneInfo>("a time zone such as Europe/London", () => OfType("string"), (Item item, string text, out TimeZoneInfo value) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(text, out value!)
        || item.Wrong("There is no such time zone.", $"{Nearest.Ask(text, [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id)])} Write a time zone such as Europe/London.".TrimStart()));

    public static Shape<string> Currency { get; } = Matching("a currency by its three letters, such as GBP", "^[A-Z]{3}$", CurrencyRegex());

    public static Shape<string> Email { get; } = new Scalar<string>("an e-mail address", () => new JsonObject { ["type"] = "string", ["format"] = "email" },
        (Item _, string text, out string value) => Is(Profiles.Identity.NormalEmail(text), out value));

    /// <summary>A whole number within bounds.</summary>
    public static Shape<int> Whole(int least, int most) => new Scalar<int>($"a whole number from {least} to {most}", () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most },
        (Item _, string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    /// <summary>One of some words, each standing for a value.</summary>
    public static Shape<T> Choice<T>(params (string Word, T Value)[] choices)
    {
        string[] words = [.. choices.Select(c => c.Word)];
        return new Scalar<T>(string.Join(" or ", words), () => new JsonObject { ["enum"] = Array(words) }, (Item item, string text, out T value) =>
        {
            var index = System.Array.IndexOf(words, text);
            value = index < 0 ? default! : choices[index].Value;
            return index >= 0 || item.Wrong($"{text} is none of the words that may stand here.", Nearest.Ask(text, words));
        });
    }

    /// <summary>One of some words.</summary>
    public static Shape<string> Choice(params string[] words) => Choice([.. words.Select(w => (w, w))]);

    private static Scalar<string> Naming(NameOf of, string says, string pattern) =>
        new(says, () => Pattern(pattern), (Item item, string text, out string value) => Mentioned(item, of, text, out value));

    private static bool Mentioned(Item item, NameOf of, string text, out string value)
    {
        item.Notes.Mentions.Add(new Mention(item, of, text));
        return Is(text, out value);
    }

    private static Scalar<string> Matching(string says, string pattern, Regex regex) =>
        new(says, () => Pattern(pattern), (Item _, string text, out string value) => Is(regex.IsMatch(text) && text[^1] != '\n' ? text : null, out value));

    private static bool Is(string? text, out string value)
    {
        value = text!;
        return text is not null;
    }

    private static JsonObject OfType(string type) => new() { ["type"] = type };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonArray Array(IEnumerable<string> words) => new([.. words.Select(w => (JsonNode)w)]);

    [GeneratedRegex(NamePattern)] private static partial Regex NameRegex();
    [GeneratedRegex(PathPattern)] private static partial Regex PathRegex();
    // Digits as editors take them: those of other scripts cannot be read as a number.
    [GeneratedRegex(PercentPattern, RegexOptions.ECMAScript)] private static partial Regex PercentRegex();
    [GeneratedRegex("^[A-Z]{3}$")] private static partial Regex CurrencyRegex();
}
