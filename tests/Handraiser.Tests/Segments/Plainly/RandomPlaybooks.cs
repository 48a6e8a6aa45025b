using static Handraiser.Tests.Segments.Plainly.Assortment;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>
/// The text of a made-up playbook whose segments use all words that a condition can have, also one inside the other. Each segment that asks
/// who somebody is asks for behaviour beside it, or the loader would refuse it (law 6).
/// </summary>
internal sealed class RandomPlaybooks(Random random)
{
    private static readonly string[] Verbs =
    [
        "opened", "clicked", "viewed", "viewed", "carted", "carted", "ordered", "ordered", "visited", "browsed", "searched", "wished", "reviewed",
        "refunded", "order.refunded", OwnKind, "replied", "replied",
    ];

    private readonly Dictionary<string, string> segments = [];
    /// <summary>The segments into which nothing but behaviour leads: who is in none of them may be asked for as well.</summary>
    private readonly List<string> ofBehaviour = [];

    /// <summary>A playbook of six to some twenty segments. What fades does so alike in all of them, as it was counted by the one before.</summary>
    public string Make(string timeZone)
    {
        for (var count = random.Next(6, 18); segments.Count < count;) AddSegment();
        var lines = segments.Select(s => $"  {s.Key}: {s.Value}\n").ToArray();
        random.Shuffle(lines);
        return $$"""
            store: { name: A shop, timeZone: {{timeZone}} }
            score: { halfLife: 14d, points: { email.opened: 1, email.clicked: 5, product.viewed: 2, cart.updated: 8, email.complained: -30 } }
            questions: { size: { ask: Which, answers: { small: S, medium: M, large: L } }, why: { ask: Why, answers: { small: S, medium: M, large: L } } }
            events: [ ride.booked ]
            segments:

            """ + string.Concat(lines);
    }

    private void AddSegment()
    {
        var parent = segments.Count > 0 && random.Next(4) == 0 ? Any(segments.Keys.ToList()) : null;
        var path = parent is null ? $"s{segments.Count}" : $"{parent}/s{segments.Count}";
        var behaviour = random.Next(2) == 0;
        var words = Words(3, behaviour);
        segments[path] = $"{{ {words}{(random.Next(2) == 0 ? ", evenIfNew: true" : "")} }}";
        if (behaviour && (parent is null || ofBehaviour.Contains(parent))) ofBehaviour.Add(path);
    }

    /// <summary>The words of one condition, without the brackets around them.</summary>
    /// <param name="depth">How many conditions may stand around another one.</param>
    /// <param name="behaviour">Only of what customers do, not of who they are.</param>
    private string Words(int depth, bool behaviour) => random.Next(depth > 0 ? 28 : 20) switch
    {
        < 6 => Happened(),
        6 => $"silentFor: {Any(Lengths)}d",
        7 or 8 => Interest(),
        9 or 10 => Score(),
        11 => $"knownFor: {Range(Any([1, 7, 20, 100, 182, 200]), "d")}",
        12 => $"buysEvery: {{ {Inside(Range(random.Next(1, 40), "d"))}, orders: {random.Next(2, 5)} }}",
        13 => random.Next(2) == 0 ? $"spent: {Range(random.Next(10, 400), "")}" : $"orderValue: {Range(random.Next(10, 100), "")}",
        14 => $"openShare: {{ {Inside(Range(random.Next(10, 60), "%", most: 100))}, of: {random.Next(1, 6)} }}",
        15 => random.Next(3) == 0 ? $"answered: {Any(Questions)}" : $"answered: {{ {Any(Questions)}: {Some(Answers)} }}",
        16 => random.Next(2) == 0 ? $"trait: {{ level: {Some(Levels).Replace('N', 'n')} }}" : $"language: {Some(Languages)}",
        17 or 18 => behaviour ? Happened() : Person(),
        19 => $"willNotBuy: {{ within: {Any([30, 60, 182])}d, chance: {random.Next(30, 95)}% }}, silentFor: {Any([5, 20, 60])}d",
        20 or 21 => $"all: [ {Group(depth, behaviour)}, {Group(depth, behaviour)} ]",
        22 or 23 => $"any: [ {Group(depth, behaviour)}, {Group(depth, behaviour)} ]",
        24 or 25 => $"not: {Group(depth, behaviour: true)}",
        _ => Segment(behaviour),
    };

    private string Group(int depth, bool behaviour) => $"{{ {Words(depth - 1, behaviour)} }}";

    private string Segment(bool behaviour)
    {
        var paths = behaviour ? ofBehaviour : segments.Keys.ToList();
        return paths.Count == 0 ? Happened() : $"segment: {Some(paths)}";
    }

    /// <summary>Who somebody is, beside something that they often did.</summary>
    private string Person()
    {
        var who = random.Next(5) switch
        {
            0 => $"lives: {{ within: {random.Next(10, 200)}km, of: [ 53.80, -1.55 ] }}",
            1 => $"lives: {{ city: {Some(Cities)} }}",
            2 or 3 => $"sex: {Any(Sexes)}",
            _ => $"age: {Range(random.Next(20, 60), "")}",
        };
        return $"{who}, {Any(["viewed", "ordered", "carted"])}: {{ atLeast: {random.Next(1, 3)} }}";
    }

    private string Score()
    {
        var (from, to) = (random.Next(-25, 25), random.Next(1, 20));
        return $"score: {Ends($"atLeast: {from}.37", $"under: {from + to}.61")}";
    }

    private string Interest()
    {
        var share = random.Next(5, 90);
        var ends = Inside(Ends($"share: {share}%", $"under: {Math.Min(100, share + random.Next(1, 60))}%"));
        return $"interest: {{ in: {Any(Categories)}, {ends}{(random.Next(4) == 0 ? "" : $", from: {random.Next(1, 9)}.{random.Next(10)}")} }}";
    }

    /// <summary>How often something happened, how recently, and of what.</summary>
    private string Happened()
    {
        var verb = Any(Verbs);
        List<string> words =
        [
            .. HowOften(), .. Now(4, 3, $"within: {(random.Next(2) == 0 ? $"{Any(Lengths)}d" : $"{Any(Lengths) * 24} hours")}"),
            .. Now(5, 1, $"category: {Any(Categories)}"), .. Now(8, 1, $"product: {Any(Products)}"), .. Now(8, 1, $"brand: {Any(Brands)}"),
            .. Now(10, 1, $"campaign: {Any(CampaignNames)}"), .. Now(10, 1, $"store: {Any(Stores)}"),
            .. Now(8, 1, $"place: {(random.Next(2) == 0 ? "store" : "online")}"), .. Now(8, 1, $"value: {Range(random.Next(10, 100), "")}"),
            .. verb == "replied" ? Now(2, 1, $"channel: {(random.Next(2) == 0 ? "email" : "sms")}") : [],
        ];
        return $"{verb}: {{ {string.Join(", ", words)} }}";
    }

    private string[] HowOften()
    {
        var least = random.Next(4);
        return random.Next(8) switch
        {
            0 or 1 => [$"sameCategory: {least + 1}"],
            2 => [$"atLeast: {least + 1}"],
            3 => [$"atMost: {least}"],
            4 => [$"atLeast: {least}", $"atMost: {least + random.Next(3)}"],
            _ => [],
        };
    }

    /// <summary>From a number on, below a greater one, or between both.</summary>
    private string Range(int from, string unit, int most = int.MaxValue) => Ends($"atLeast: {from}{unit}", $"under: {Math.Min(most, from + random.Next(1, 60))}{unit}");

    private string Ends(string least, string under) => random.Next(3) switch { 0 => $"{{ {least} }}", 1 => $"{{ {under} }}", _ => $"{{ {least}, {under} }}" };

    private static string Inside(string group) => group[2..^2];

    /// <summary>The words, so many times out of so many.</summary>
    private string[] Now(int outOf, int times, string words) => random.Next(outOf) < times ? [words] : [];

    /// <summary>One of these, or a list of two.</summary>
    private string Some(IReadOnlyList<string> of) => random.Next(2) == 0 ? Any(of) : $"[ {string.Join(", ", new[] { Any(of), Any(of) }.Distinct())} ]";

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
