using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Handraiser.Lapse;
using Handraiser.Playbooks.Reading;
using Handraiser.Segments;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>Words about whom a segment is for.</summary>
internal static class ConditionWords
{
    private static readonly List<(Word Word, Func<Fields, Condition?> Make)> Table = [];

    private static readonly Later<Condition> AnyCondition = new(() => Condition!);

    private static readonly Word<TimeSpan> SilentForWord = new("silentFor", Shapes.Length, "Nothing came from the customer for so long: no open, click, visit, look, order or answer. Beside willNotBuy: never sooner than this after the last order.");

    static ConditionWords()
    {
        Add("all", new ListOf<Condition>(AnyCondition, "a list of conditions"), "All of these must be met.", parts => parts.Count == 0 ? null : new AllOf([.. parts]));
        Add("any", new ListOf<Condition>(AnyCondition, "a list of conditions"), "At least one of these must be met.", parts => parts.Count == 0 ? null : new AnyOf([.. parts]));
        Add("not", AnyCondition, "This must not be met.", part => new NotMet(part));
        Add("segment", new ListOf<string>(Shapes.Segment, "the name of a segment, or a list of them"), "The customer is in this segment, or in one of these.", paths => OneOf([.. paths.Select(p => new InSegment(p))]));
        foreach (var (verb, kinds, about) in EventWords.Verbs) Add(verb, EventWords.Happened, about, read => Of(read, kinds));
        Table.Add((SilentForWord, f => f.Has(LapseWord) ? null : f.Maybe(SilentForWord) is { } length ? new SilentFor(length) : null));
        Table.Add((LapseWord, Lapsed));
        Add("interest", Interest, "The share of the customer's interest that a category has (laws 5 and 7).", read => read);
        Add("openShare", Opens, "The share of mails that the customer opens, drawn towards the list's average while few were delivered (law 5).", read => read);
        Add("score", Range("points", Shapes.Number, "points"), "The lead score as it has faded by now (law 5).", range => new ScoreIs { AtLeast = range.Least, Under = range.Bound });
        Add("knownFor", Range("known", Shapes.Length, "so long"), "How long the shop has known the customer, from the earliest fact, imports included.", range => new KnownFor { AtLeast = range.Least, Under = range.Bound });
        Add("buysEvery", Every, "The mean time between the customer's orders (law 5).", read => read);
        Add("spent", Range("money", Shapes.Money, "so much"), "What the customer has spent in all, refunds taken off (law 5).", range => new Spent(PerOrder: false) { AtLeast = range.Least, Under = range.Bound });
        Add("orderValue", Range("money", Shapes.Money, "so much"), "What an order of the customer is worth in the mean (law 5).", range => new Spent(PerOrder: true) { AtLeast = range.Least, Under = range.Bound });
        Add("answered", Answers, "What the customer told us when asked (law 10): a question's name for any answer, or questions with the answers that count.", read => read);
        Add("trait", TraitsShape, "Facts about the customer: names with one value or a list of values (laws 5 and 6).", read => read);
        Add("sex", Texts, "Only beside behaviour that agrees with it (laws 5 and 6).", values => new HasTrait("sex", [.. values]));
        Add("age", Range("years", Shapes.Number, "so many years"), "Only beside behaviour that agrees with it (laws 5 and 6).", range => new HasTrait("age", []) { AtLeast = range.Least, Under = range.Bound });
        Add("language", Texts, "The customer's language, by its two letters (law 5).", values => new HasTrait("language", [.. values]));
        Add("lives", Lives, "Where the customer lives: only beside behaviour (laws 5 and 6).", read => read);
        Condition = Make("condition", "What a customer must meet. Several words must all be met. A kind of event with a dot, such as order.refunded, is a word too.", [], (_, condition) => condition);
    }

    /// <summary>A condition, wherever one may stand.</summary>
    public static Section<Condition> Condition { get; }

    /// <summary>A group of condition words and some others.</summary>
    public static Section<T> Make<T>(string name, string about, ImmutableArray<Word> others, Func<Fields, Condition, T> make) =>
        new(name, about, [.. others, .. Table.Select(t => t.Word)], (Fields f, out T value) =>
        {
            var parts = Table.Select(t => t.Make(f)).OfType<Condition>().Concat(f.All.Where(w => w.Key.Contains('.', StringComparison.Ordinal)).Select(w => OfKind(w.Value, w.Key)).OfType<Condition>()).ToImmutableArray();
            value = make(f, parts.Length == 1 ? parts[0] : new AllOf(parts));
            return !parts.IsEmpty || f.Wrong("Nothing is asked for here.", "Write at least one condition, such as clicked: { within: 7d }.");
        }, alsoKinds: EventWords.Happened);

    private static void Add<T>(string name, Shape<T> shape, string about, Func<T, Condition?> make)
    {
        var word = new Word<T>(name, shape, about);
        Table.Add((word, f => f.At(word) is { } item && shape.TryRead(item, out var value) ? Noted(item, make(value)) : null));
    }

    private static Condition? Noted(Item item, Condition? made)
    {
        if (made is null) item.Wrong("Nothing is asked for here.", "Write at least one condition.");
        if (made is EventCondition { Match.Kinds.IsEmpty: true }) item.Wrong("This does not come over that channel.", "Leave the channel out, or choose the other one.");
        return made;
    }

    private static Condition? OneOf(ImmutableArray<Condition> parts) => parts.Length < 2 ? parts.FirstOrDefault() : new AnyOf(parts);

    private static EventCondition Of(EventCondition read, string[] kinds) => read with
    {
        Match = read.Match with { Kinds = [.. kinds.Where(k => read.Match.Kinds.IsEmpty || k.StartsWith(read.Match.Kinds[0] + ".", StringComparison.Ordinal))] },
    };

    private static EventCondition? OfKind(Item item, string kind)
    {
        item.Notes.Mentions.Add(new Mention(item, NameOf.Event, kind));
        return EventWords.Happened.TryRead(item, out var read) ? (EventCondition?)Noted(item, Of(read, [kind])) : null;
    }

    private static readonly ListOf<string> Texts = new(Shapes.Text, "a word or a list of words");

    private static Section<(T? Least, T? Bound)> Range<T>(string name, Shape<T> of, string what) where T : struct
    {
        var least = new Word<T>("atLeast", of, $"At least {what}.");
        var bound = new Word<T>("under", of, $"Less than {what}.");
        return new Section<(T?, T?)>(name, "From where and up to where.", [least, bound], (Fields f, out (T?, T?) value) =>
        {
            value = (f.Maybe(least), f.Maybe(bound));
            return f.Has(least) || f.Has(bound) || f.Wrong("Neither end of the range is told.", "Write atLeast, under, or both.");
        });
    }

    private static readonly Word<string> InCategory = new("in", Shapes.Category, "The category; what lies below it counts.") { Required = true };
    private static readonly Word<double> ShareAtLeast = new("share", Shapes.Share, "At least this share of all interest.");
    private static readonly Word<double> ShareUnder = new("under", Shapes.Share, "Less than this share: to keep a category out.");
    private static readonly Word<double> Evidence = new("from", Shapes.Number, "Only with so much evidence of interest in anything, as it has faded by now.") { Default = "3" };
    private static readonly Section<Condition> Interest = new("interestShare", "The share of the customer's interest that a category has.", [InCategory, ShareAtLeast, ShareUnder, Evidence], (Fields f, out Condition value) =>
    {
        value = new InterestShare(f.Read(InCategory, "")) { AtLeast = f.Maybe(ShareAtLeast), Under = f.Maybe(ShareUnder), From = f.Maybe(Evidence) ?? 3 };
        return f.Has(ShareAtLeast) || f.Has(ShareUnder) || f.Wrong("How much interest is not told.", "Write share: 50%, or under: 20% to keep a category out.");
    });

    private static readonly Word<double> OpenAtLeast = new("atLeast", Shapes.Share, "At least this share.");
    private static readonly Word<double> OpenUnder = new("under", Shapes.Share, "Less than this share.");
    private static readonly Word<int> OpenOf = new("of", Shapes.Whole(1, 1000), "Only when so many mails were delivered.") { Default = "10" };
    private static readonly Section<Condition> Opens = new("openedShare", "The share of mails that the customer opens.", [OpenAtLeast, OpenUnder, OpenOf], (Fields f, out Condition value) =>
    {
        value = new OpenShare { AtLeast = f.Maybe(OpenAtLeast), Under = f.Maybe(OpenUnder), Of = f.Maybe(OpenOf) ?? 10 };
        return f.Has(OpenAtLeast) || f.Has(OpenUnder) || f.Wrong("Which share is not told.", "Write atLeast: 50%, under: 10%, or both.");
    });

    private static readonly Word<TimeSpan> EveryAtLeast = new("atLeast", Shapes.Length, "At least so long.");
    private static readonly Word<TimeSpan> EveryUnder = new("under", Shapes.Length, "Less long.");
    private static readonly Word<int> EveryOrders = new("orders", Shapes.Whole(2, 1000), "Only from so many orders on.") { Default = "3" };
    private static readonly Section<Condition> Every = new("rhythm", "The mean time between orders.", [EveryAtLeast, EveryUnder, EveryOrders], (Fields f, out Condition value) =>
    {
        value = new BuysEvery { AtLeast = f.Maybe(EveryAtLeast), Under = f.Maybe(EveryUnder), Orders = f.Maybe(EveryOrders) ?? 3 };
        return f.Has(EveryAtLeast) || f.Has(EveryUnder) || f.Wrong("Which rhythm is not told.", "Write under: 45d, atLeast: 90d, or both.");
    });

    private static readonly Shape<Condition> Answers = new ShortOrFull<Condition>(
        new As<string, Condition>(Shapes.Question, (Item _, string question, out Condition value) => (value = new Answered(question, [])) is not null),
        new As<List<(Item Item, string Name, List<string> Value)>, Condition>(
            new MapOf<List<string>>(Shapes.Question, Texts, "questions with the answers that count"),
            (Item item, List<(Item Item, string Name, List<string> Value)> read, out Condition value) =>
            {
                foreach (var (at, question, answers) in read)
                {
                    item.Notes.Answers.AddRange(answers.Select(a => new MentionedAnswer(at, question, a)));
                }
                value = new AllOf([.. read.Select(r => new Answered(r.Name, [.. r.Value]))]);
                return read.Count > 0 || item.Wrong("No question is named.", "Write a question's name and the answers that count.");
            }));

    private static readonly Shape<Condition> TraitsShape = new As<List<(Item Item, string Name, List<string> Value)>, Condition>(
        new MapOf<List<string>>(Shapes.Text, Texts, "names of facts with their values"),
        (Item item, List<(Item Item, string Name, List<string> Value)> read, out Condition value) =>
        {
            value = new AllOf([.. read.Select(r => new HasTrait(r.Name, [.. r.Value]))]);
            return read.Count > 0 || item.Wrong("No fact is named.", "Write a fact's name and its value.");
        });

    private static readonly Shape<double> Distance = new Scalar<double>("a distance such as 30km", () => new JsonObject { ["type"] = "string", ["pattern"] = @"^\d+(\.\d+)? ?km$" }, (Item _, string text, out double value) =>
    {
        value = 0;
        return text.EndsWith("km", StringComparison.Ordinal) && double.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value) && value > 0;
    });

    private static readonly Word<double> Near = new("within", Distance, "How far at most from the place, as the crow flies.");
    private static readonly Word<List<double>> OfPlace = new("of", new ListOf<double>(Shapes.Number, "a place as [ degrees north, degrees east ]"), "The place: degrees north and degrees east.");
    private static readonly Word<List<string>> City = new("city", Texts, "In this town, or in one of these.");
    private static readonly Word<List<string>> Region = new("region", Texts, "In this region, or in one of these.");
    private static readonly Word<List<string>> Country = new("country", Texts, "In this country, by its two letters, or in one of these.");
    private static readonly Section<Condition> Lives = new("home", "Where the customer lives.", [Near, OfPlace, City, Region, Country], (Fields f, out Condition value) =>
    {
        var parts = ImmutableArray.CreateBuilder<Condition>();
        if (f.Maybe(Near) is { } distance && f.Read(OfPlace) is [var north, var east] && Math.Abs(north) <= 90 && Math.Abs(east) <= 180) parts.Add(new LivesNear(north, east, distance));
        else if (f.Has(Near) || f.Has(OfPlace)) f.Wrong("A distance needs a place, and a place a distance.", "Write within: 30km and of: [ 53.80, -1.55 ] (degrees north, degrees east).");
        foreach (var word in (Word<List<string>>[])[City, Region, Country])
        {
            if (f.Has(word)) parts.Add(new HasTrait(word.Name, [.. f.Read(word, [])]));
        }
        value = parts.Count == 1 ? parts[0] : new AllOf(parts.ToImmutable());
        return parts.Count > 0 || f.Has(Near) || f.Has(OfPlace) || f.Wrong("No place is named.", "Write city, region, country, or within and of.");
    });

    private static WillNotBuy? Lapsed(Fields f) =>
        f.Read(LapseWord) is { } told ? new WillNotBuy(new LapseRule(told.Within, told.Chance, told.SilentFor ?? f.Maybe(SilentForWord) ?? LapseRule.DefaultSilence)) : null;

    private sealed record Lapse(TimeSpan Within, double Chance, TimeSpan? SilentFor);

    private static readonly Word<TimeSpan> LapseWithin = new("within", Shapes.Length, "How far ahead the chance looks.") { Default = "182d" };
    private static readonly Word<double> LapseChance = new("chance", Shapes.Share, "From which chance on that nothing will be bought.") { Default = "70%" };
    private static readonly Word<TimeSpan> LapseSilence = new("silentFor", Shapes.Length, "Never sooner than this after the last order.") { Default = "60d" };
    private static readonly Word<Lapse> LapseWord = new("willNotBuy", new Section<Lapse>("lapse", "Each customer's own lapse: the chance that nothing more will be bought, from the customer's own rhythm.", [LapseWithin, LapseChance, LapseSilence], (Fields f, out Lapse value) =>
    {
        value = new Lapse(f.Maybe(LapseWithin) ?? TimeSpan.FromDays(182), f.Maybe(LapseChance) ?? 0.7, f.Maybe(LapseSilence));
        return value.Within > TimeSpan.Zero || f.Wrong("A chance needs some time to look ahead.", "Write within: 182d.");
    }), "By the customer's own rhythm it has become likely that nothing more will be bought.");
}
