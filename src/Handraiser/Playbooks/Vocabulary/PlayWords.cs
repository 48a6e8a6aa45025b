using System.Collections.Immutable;
using Handraiser.Playbooks.Reading;
using Handraiser.Plays;
using Handraiser.Segments;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>Words about plays and their steps.</summary>
internal static class PlayWords
{
    /// <summary>A segment's name, or a condition written in its place.</summary>
    private static readonly ShortOrFull<string> Whom = new(Shapes.Segment, new As<Condition, string>(new Later<Condition>(() => ConditionWords.Condition), (Item item, Condition condition, out string value) =>
    {
        value = item.Written();
        item.Notes.Conditions.TryAdd(value, (item, condition));
        return true;
    }));

    private static readonly ListOf<string> Ends = new(Shapes.EventOrSegment, "kinds of events or names of segments, as a list");
    private static readonly ListOf<StepDraft> StepList = new(new Later<StepDraft>(() => Step!), "a list of steps");

    private static readonly Word<Wait> WaitWord = new("wait", Waits.Shape, "How long to wait: from the last such event for the first step, else from the step before. After a comma: business hours, usual hour, at 10:00, on Tuesday.") { Default = "not at all" };
    private static readonly Word<List<string>> StepUnless = new("unless", Ends, "What has happened since the play began that ends it here: kinds of events, or segments that the customer is in.");
    private static readonly Word<string> OnlyIn = new("only", Whom, "Only for customers in this segment or with this condition; the others go on with the next step.");
    private static readonly Word<string> If = new("if", Whom, "Parts the way: customers in this segment or with this condition go on with then, the others with else.");
    private static readonly Word<List<StepDraft>> Then = new("then", StepList, "Beside if: the steps for those who meet it.");
    private static readonly Word<List<StepDraft>> Else = new("else", StepList, "Beside if: the steps for the others.");

    private static readonly Section<StepDraft> Step = new("step", "One step of a play: a wait, then one action or a parting of the way.", [WaitWord, StepUnless, OnlyIn, If, Then, Else, .. ActionWords.Words], TryStep);

    private static readonly Word<string> About = new("about", Shapes.Text, "What the play is for, in your own words.");
    private static readonly Word<Trigger> On = new("on", TriggerWords.Shape, "What starts it: a kind of event, or a group of words.") { Required = true };
    private static readonly Word<string> To = new("to", Whom, "Whom it is for: a segment or a condition.") { Default = "everyone" };
    private static readonly Word<List<StepDraft>> Steps = new("steps", StepList, "What is done, in order; a play of one step writes the step's words directly.");
    private static readonly Word<List<string>> Unless = new("unless", Ends, "What ends the play wherever it stands, also when it is told late: kinds of events, or segments.");
    private static readonly Word<List<(Item Item, string Name, TimeSpan Value)>> GoalWord = new("goal", new MapOf<TimeSpan>(Shapes.EventOrSegment, Shapes.Length, "what the play is for and how long after a message it counts, such as order.placed: 7d"), "What it is for; reaching it ends the play and counts as a success.");
    private static readonly Word<double> Holdout = new("holdout", Shapes.Share, "The share of customers who get nothing, to measure what the play earns (law 13).") { Default = "0%" };
    private static readonly Word<TimeSpan> Again = new("again", Shapes.Length, "How long after its start it may start again for the same customer.") { Default = "at once, for another occasion" };
    private static readonly Word<bool> Once = new("once", Shapes.YesNo, "Only once in a customer's life.") { Default = "false" };
    private static readonly Word<TimeSpan> Until = new("until", Shapes.Length, "How long after its cause it ends wherever it stands.") { Default = "never" };
    private static readonly Word<TimeSpan> Stale = new("stale", Shapes.Length, "Events that are told later than this change history but start nothing.") { Default = "2d" };
    private static readonly Word<decimal> Cost = new("cost", Shapes.Money, "What one delivery costs beside its offer.") { Default = "0" };
    private static readonly Word<decimal> Budget = new("budget", LimitWords.Budget, "The most that the play may cost (law 8).") { Default = "no bound but the shop's" };
    private static readonly Word<string> Topic = new("topic", Shapes.Topic, "What its messages are about; customers who do not want this topic get none.") { Default = "no topic: only leaving stops it" };
    private static readonly Word<bool> Crowded = new("crowded", Shapes.Choice(("wait", false), ("yield", true)), "What happens when other messages have used the channel's limit up: wait for room, or yield.") { Default = "wait" };
    private static readonly Word<bool> Enabled = new("enabled", Shapes.YesNo, "Whether it is switched on.") { Default = "true" };
    private static readonly Word<bool> OnChange = new("onChange", Shapes.Choice(("move", true), ("finish", false)), "What plays in progress do when the playbook changes: move to the new version, or finish as they began.") { Default = "move" };

    /// <summary>One play; its name stands above it.</summary>
    public static Section<Play> Play { get; } = new("play", "What is done when. Plays that compete for the same gap: the one that stands first wins.",
        [About, On, To, WaitWord, If, Then, Else, .. ActionWords.Words, Steps, Unless, GoalWord, Holdout, Again, Once, Until, Stale, Cost, Budget, Topic, Crowded, Enabled, OnChange], TryPlay);

    private static bool TryPlay(Fields f, out Play value)
    {
        var direct = ActionWords.Read(f).ToList();
        var goal = f.Read(GoalWord, []);
        var usual = new Play { Name = "", On = new EventTrigger("") };
        var steps = f.Has(Steps) ? f.Read(Steps, []) : [Drafted(f, direct, ImmutableArray<string>.Empty, null)];
        value = new Play
        {
            Name = "",
            About = f.Read(About),
            On = f.Read(On, usual.On),
            To = f.Read(To),
            Steps = StepDraft.Flatten(steps),
            Unless = [.. f.Read(Unless, [])],
            Goal = goal is [var (_, kind, within)] ? new Goal(kind, within) : null,
            Holdout = f.Maybe(Holdout) ?? 0,
            Again = f.Maybe(Again),
            Once = f.Maybe(Once) ?? false,
            Until = f.Maybe(Until),
            Stale = f.Maybe(Stale) ?? usual.Stale,
            Cost = f.Maybe(Cost),
            BudgetPerMonth = f.Maybe(Budget),
            Topic = f.Read(Topic),
            Yields = f.Maybe(Crowded) ?? false,
            Enabled = f.Maybe(Enabled) ?? true,
            MovesToNewVersion = f.Maybe(OnChange) ?? true,
        };
        if (f.Has(Steps) && (direct.Count > 0 || f.Has(If))) return f.Wrong("A play has either steps or one action of its own.", "Move the action into steps.");
        if (f.Has(Steps) && f.Has(WaitWord) && steps.Count > 0) value = value with { Steps = FirstWaits(value.Steps, f.Read(WaitWord, Wait.None)) };
        if (goal.Count > 1) return f.At(GoalWord)!.Wrong("A play has one goal.", "Keep the one that says best what the play is for.");
        if (f.Has(Once) && value.Once && f.Has(Again)) return f.Wrong("once and again say opposite things.", "Leave one of them out.");
        if (f.Has(Steps)) return steps.Count > 0 || f.Wrong("This play has no steps.", "Write at least one step, such as send: { email: welcome }.");
        return IsOneThing(f, direct);
    }

    private static bool TryStep(Fields f, out StepDraft value)
    {
        var actions = ActionWords.Read(f).ToList();
        value = Drafted(f, actions, [.. f.Read(StepUnless, [])], f.Read(OnlyIn));
        return f.Has(WaitWord) && ActionWords.Words.All(w => !f.Has(w)) && !f.Has(If) || IsOneThing(f, actions);
    }

    private static StepDraft Drafted(Fields f, List<(Item Item, StepAction Do)> actions, ImmutableArray<string> unless, string? onlyIn) => new(
        new PlayStep { Wait = f.Read(WaitWord, Wait.None), Unless = unless, OnlyIn = onlyIn, Do = actions.Select(a => a.Do).FirstOrDefault() },
        f.Read(If), f.Read(Then, []), f.Read(Else, []));

    /// <summary>A play that waits before its steps and a first step that waits too: the step's own words win where both speak.</summary>
    private static ImmutableArray<PlayStep> FirstWaits(ImmutableArray<PlayStep> steps, Wait wait) =>
        steps[0].Wait == Wait.None ? steps.SetItem(0, steps[0] with { Wait = wait }) : steps.Insert(0, new PlayStep { Wait = wait });

    private static bool IsOneThing(Fields f, List<(Item Item, StepAction Do)> actions)
    {
        var told = ActionWords.Words.Count(f.Has) + (f.Has(If) ? 1 : 0);
        if (told > 1) return f.Wrong("One step does one thing.", "Write each action as a step of its own under steps.");
        if (told == 0) return f.Wrong("Nothing is done here.", $"Write one of {string.Join(", ", ActionWords.Words.Select(w => w.Name))}, or if.");
        if (f.Has(If) != f.Has(Then) || (f.Has(Else) && !f.Has(If))) return f.Wrong("if, then and else belong together.", "Write if: and whom, then: and steps, and else: and steps where the others get something else.");
        return f.Has(If) || actions.Count == 1;
    }
}
