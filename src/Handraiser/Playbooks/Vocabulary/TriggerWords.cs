using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Playbooks.Reading;
using Handraiser.Plays;
using Handraiser.Segments;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>Words about what starts a play.</summary>
internal static class TriggerWords
{
    private static readonly Word<string> Event = new("event", Shapes.Event, "A kind of event; the words below narrow it by its data.");
    private static readonly Word<string> Entered = new("entered", Shapes.Segment, "The customer enters this segment.");
    private static readonly Word<string> Left = new("left", Shapes.Segment, "The customer leaves this segment.");
    private static readonly Word<string> Answer = new("answer", Shapes.Question, "The customer answers this question.");
    private static readonly Word<List<string>> Is = new("is", new ListOf<string>(Shapes.Name, "an answer or a list of answers"), "Beside answer: only with one of these answers.");
    private static readonly Word<string> Campaign = new("campaign", Shapes.Text, "The customer was sent a mail of this campaign; beside event: only about this campaign.");
    private static readonly Word<string> Date = new("date", Shapes.Text, "A date in the customer's life comes round: anniversary (of becoming known), or a fact that holds a date, such as birthday.");
    private static readonly Word<TimeSpan> Before = new("before", Shapes.Length, "Beside date: so long before it.") { Default = "0d" };

    private static readonly Word<bool> InWords = new("inWords", Shapes.YesNo, "Beside event or answer: only what the customer wrote in their own words.") { Default = "false" };

    private static readonly ImmutableArray<Word> Starts = [Event, Entered, Left, Answer, Campaign, Date];

    private static readonly Section<Trigger> Full = new("trigger", "What starts a play; one of event, entered, left, answer, campaign and date.",
        [.. Starts, Is, InWords, Before, .. EventWords.Filters.Where(w => w.Name != Campaign.Name)], (Fields f, out Trigger value) =>
    {
        value = Read(f)!;
        if (f.Has(Is) && !f.Has(Answer)) return f.Wrong("is stands beside answer only.", "Write answer: and the question's name beside it.");
        if (f.Has(InWords) && !f.Has(Answer) && !f.Has(Event)) return f.Wrong("inWords stands beside event or answer only.", "Write event: answer.given beside it.");
        if (f.Has(Before) && !f.Has(Date)) return f.Wrong("before stands beside date only.", "Leave it out, or wait in the play.");
        return value is not null && Starts.Count(f.Has) == (f.Has(Event) && f.Has(Campaign) ? 2 : 1)
            || f.Wrong("A play starts in one way.", "Write one of event, entered, left, answer, campaign and date; for several ways write several plays.");
    });

    /// <summary>What starts a play: a kind of event, or a group of words.</summary>
    public static Shape<Trigger> Shape { get; } = new ShortOrFull<Trigger>(
        new As<string, Trigger>(Shapes.Event, (Item _, string kind, out Trigger value) => (value = new EventTrigger(kind)) is not null), Full);

    private static Trigger? Read(Fields f)
    {
        if (f.Read(Entered) is { } entered) return new HopTrigger(entered);
        if (f.Read(Left) is { } left) return new HopTrigger(left, Entered: false);
        if (f.Read(Date) is { } date) return new DateTrigger(date, f.Maybe(Before) ?? TimeSpan.Zero);
        if (f.Read(Answer) is { } question)
        {
            var answers = f.Read(Is, []);
            f.Item.Notes.Answers.AddRange(answers.Select(a => new MentionedAnswer(f.At(Is)!, question, a)));
            return new AnswerTrigger(question, [.. answers], f.Maybe(InWords) ?? false);
        }
        var filter = EventWords.Filter(f);
        if (f.Read(Event) is { } kind) return new EventTrigger(kind, filter, f.Maybe(InWords) ?? false);
        return filter?.Campaign is null ? null : new EventTrigger(EventKinds.EmailSent, filter);
    }
}
