using System.Collections.Immutable;
using Handraiser.Playbooks.Reading;
using Handraiser.Plays;
using Handraiser.Segments;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>A playbook as written, before references are checked and segments compiled.</summary>
internal sealed record PlaybookDraft(
    Store Store, ImmutableArray<Responder> Team, Limits Limits, ScoreRules Score, InterestRules Interest, ImmutableArray<(Item Item, string Kind)> Events,
    ImmutableArray<(Item Item, Segment Segment)> Segments, ImmutableArray<Play> Plays, ImmutableArray<Question> Questions, ImmutableArray<Audience> Audiences,
    ImmutableArray<KeyValuePair<string, string>> Topics);

/// <summary>The words at the top of a playbook.</summary>
internal static class PlaybookWords
{
    private static readonly Word<string> SegmentAbout = new("about", Shapes.Text, "What the segment is for, in your own words.");
    private static readonly Word<bool> EvenIfNew = new("evenIfNew", Shapes.YesNo, "Open also to customers known for less than 182 days, although it assumes that we know them (law 5).") { Default = "false" };
    private static readonly Word<bool> IncludeExisting = new("includeExisting", Shapes.YesNo, "Customers who turn out to be in it because the playbook or the model changed start its plays, too; else only those whom their own doing, or time, brings in.") { Default = "false" };

    private static readonly Section<Segment> SegmentShape = ConditionWords.Make("segment", "Whom a segment is for: conditions that must all be met. A kind of event with a dot, such as order.refunded, is a word too.",
        [SegmentAbout, EvenIfNew, IncludeExisting], (f, condition) => new Segment("", condition)
        {
            About = f.Read(SegmentAbout),
            EvenIfNew = f.Maybe(EvenIfNew) ?? false,
            IncludeExisting = f.Maybe(IncludeExisting) ?? false,
        });

    private static readonly Word<string> Ask = new("ask", Shapes.Text, "The question, as the customer reads it.") { Required = true };
    private static readonly Word<List<(Item Item, string Name, string Value)>> Answers = new("answers", new MapOf<string>(Shapes.Name, Shapes.Text, "names of answers with their wording"), "The answers to choose from, in order: a name, and what the customer reads.") { Required = true };
    private static readonly Word<List<(Item Item, string Name, string Value)>> Then = new("then", new MapOf<string>(Shapes.Name, Shapes.Question, "answers with the question that each leads to"), "Where the conversation goes on: after this answer the page asks that question, too.") { Default = "it ends" };
    private static readonly Section<Question> QuestionShape = new("question", "A question that may be asked (law 10).", [Ask, Answers, Then], (Fields f, out Question value) =>
    {
        value = new Question("", f.Read(Ask, ""), [.. f.Read(Answers, []).Select(a => KeyValuePair.Create(a.Name, a.Value))]) { Then = [.. f.Read(Then, []).Select(t => KeyValuePair.Create(t.Name, t.Value))] };
        var answers = value.Answers;
        foreach (var (item, answer, _) in f.Read(Then, []).Where(t => answers.All(a => a.Key != t.Name))) return item.Wrong($"This question has no answer {answer}.", Nearest.Ask(answer, [.. answers.Select(a => a.Key)]));
        return !f.Has(Answers) || value.Answers.Length >= 2 || f.At(Answers)!.Wrong("A question needs a choice.", "Write at least two answers, such as other: Something else.");
    });

    private static readonly Word<string> Of = new("segment", Shapes.Segment, "Whose members are exported.") { Required = true };
    private static readonly Word<List<string>> Platforms = new("to", new ListOf<string>(Shapes.Choice("meta", "google", "csv"), "one or more of meta, google and csv"), "Where to, hashed.") { Required = true };
    private static readonly Word<TimeSpan> Refresh = new("refresh", new ShortOrFull<TimeSpan>(Shapes.Choice(("hourly", TimeSpan.FromHours(1)), ("daily", TimeSpan.FromDays(1)), ("weekly", TimeSpan.FromDays(7))), Shapes.Length), "How often.") { Default = "daily" };
    private static readonly Section<Audience> AudienceShape = new("audience", "A segment that is exported to ad platforms, hashed (law 12).", [Of, Platforms, Refresh], (Fields f, out Audience value) =>
    {
        value = new Audience("", f.Read(Of, ""), [.. f.Read(Platforms, [])], f.Maybe(Refresh) ?? TimeSpan.FromDays(1));
        return true;
    });

    private static readonly Word<Store> StoreWord = new("store", StoreWords.Store, "Who the shop is.") { Required = true };
    private static readonly Word<List<Responder>> Team = new("team", new ListOf<Responder>(StoreWords.Responder, "a list of people"), "Who answers raised hands (laws 1 to 3).");
    private static readonly Word<Limits> LimitsWord = new("limits", LimitWords.Limits, "How much is too much.");
    private static readonly Word<ScoreRules> Score = new("score", LimitWords.Score, "How the lead score counts.");
    private static readonly Word<InterestRules> Interest = new("interest", LimitWords.Interest, "How interest in categories counts.");
    private static readonly Word<List<string>> Events = new("events", new ListOf<string>(new Scalar<string>("a kind of event of your own, such as ride.booked", () => new() { ["type"] = "string" },
        (Item _, string text, out string value) => (value = Handraiser.Events.EventKind.IsWellFormed(text) ? text : null!) is not null), "a list of kinds"), "Kinds of events of your own, beside those that Handraiser knows.");
    private static readonly Word<List<(Item Item, string Name, Segment Value)>> Segments = new("segments", new MapOf<Segment>(Shapes.Path, SegmentShape, "names of segments with their conditions"), "Customers by what they did, told us and are, kept current with every event. A child (mountain/leeds) is checked only inside its parent.");
    private static readonly Word<List<(Item Item, string Name, Play Value)>> Plays = new("plays", new MapOf<Play>(Shapes.Name, PlayWords.Play, "names of plays with their words"), "What is done when; where two compete, the one that stands first wins.");
    private static readonly Word<List<(Item Item, string Name, Audience Value)>> Audiences = new("audiences", new MapOf<Audience>(Shapes.Name, AudienceShape, "names of audiences with their words"), "What is exported to ad platforms (law 12).");
    private static readonly Word<List<(Item Item, string Name, Question Value)>> Questions = new("questions", new MapOf<Question>(Shapes.Name, QuestionShape, "names of questions with their words"), "What customers may be asked (law 10).");

    private static readonly Word<List<(Item Item, string Name, string Value)>> Topics = new("topics", new MapOf<string>(Shapes.Name, Shapes.Text, "names of topics with their wording"), "What customers may choose from on their preference page: a name, and what they read. Plays say which topic they are about.");

    /// <summary>The whole playbook.</summary>
    public static Section<PlaybookDraft> Top { get; } = new("playbook", "Segments, plays and limits of one shop.", [StoreWord, Team, LimitsWord, Score, Interest, Events, Segments, Plays, Audiences, Questions, Topics], (Fields f, out PlaybookDraft value) =>
    {
        var limits = f.Read(LimitsWord, new Limits());
        value = new PlaybookDraft(
            f.Read(StoreWord, new Store { Name = "" }), [.. f.Read(Team, [])], limits, f.Read(Score, new ScoreRules()), f.Read(Interest, new InterestRules()),
            [.. f.Read(Events, []).Select(k => (f.At(Events)!, k))],
            [.. Named(f, Segments).Select(s => (s.Item, s.Value with { Path = s.Name }))],
            [.. Named(f, Plays).Select(p => WithNoOffersTo(p.Value with { Name = p.Name }, limits.NoOffersTo))],
            [.. Named(f, Questions).Select(q => q.Value with { Name = q.Name })],
            [.. Named(f, Audiences).Select(a => a.Value with { Name = a.Name })],
            [.. Named(f, Topics).Select(t => KeyValuePair.Create(t.Name, t.Value))]);
        return true;
    });

    private static List<(Item Item, string Name, T Value)> Named<T>(Fields f, Word<List<(Item Item, string Name, T Value)>> word) => f.Read(word, []);

    private static Play WithNoOffersTo(Play play, string? segment) => segment is null ? play : play with
    {
        Steps = [.. play.Steps.Select(s => s.Do is SendAction { Offer: { NotTo: null } offer } send ? s with { Do = send with { Offer = offer with { NotTo = segment } } } : s)],
    };
}
