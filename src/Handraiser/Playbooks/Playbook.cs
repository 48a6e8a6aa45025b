using System.Collections.Immutable;
using Handraiser.Events;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Profiles.Verdicts;
using Handraiser.Segments;

namespace Handraiser.Playbooks;

/// <summary>
/// What a marketer wrote, checked and compiled: who the shop is, who answers, what the segments are, what is played when, and within which
/// limits. Immutable; a change is a new version.
/// </summary>
public sealed record Playbook
{
    /// <summary>A hash of the text: the same text is the same version.</summary>
    public required string Version
    {
        get;
        init
        {
            field = value;
            Mark = StableHash.Of(value);
        }
    }

    /// <summary>The version as a profile remembers it (<see cref="Profile.JudgedBy"/>).</summary>
    public ulong Mark { get; private init; }

    /// <summary>The shop.</summary>
    public required Store Store { get; init; }
    /// <summary>Who answers raised hands.</summary>
    public ImmutableArray<Responder> Team { get; init; } = [];
    /// <summary>How much is too much.</summary>
    public Limits Limits { get; init; } = new();
    /// <summary>How the lead score counts.</summary>
    public ScoreRules Score { get; init; } = new();
    /// <summary>When an open or click is a machine's (law 13).</summary>
    public MachineRules Machines { get; init; } = MachineRules.Default;
    /// <summary>How interest counts.</summary>
    public InterestRules Interest { get; init; } = new();
    /// <summary>The segments, compiled; parents stand before their children.</summary>
    public SegmentSet Segments { get; init; } = SegmentSet.Empty;
    /// <summary>The plays, best first: where two compete, the earlier wins.</summary>
    public ImmutableArray<Play> Plays { get; init; } = [];
    /// <summary>Kinds of events of the shop's own, beside those that Handraiser knows.</summary>
    public ImmutableArray<string> Events { get; init; } = [];
    /// <summary>The questions that may be asked (law 10).</summary>
    public ImmutableArray<Question> Questions { get; init; } = [];
    /// <summary>What customers may choose from: names and wording, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Topics { get; init; } = [];
    /// <summary>What is exported where (law 12).</summary>
    public ImmutableArray<Audience> Audiences { get; init; } = [];

    /// <summary>
    /// The templates of transactional messages, which marketing's limits do not hold back. Given by whoever loads templates and playbook, so
    /// that this is so from the decision on; whatever else a play sends is marketing, however personally it is written.
    /// </summary>
    public ImmutableHashSet<string> TransactionalTemplates { get; init; } = [];
    /// <summary>
    /// Earlier versions, latest first, whose plays may still be in progress: a play that finishes as it began goes on by them. Given by
    /// whoever loads the playbook; how far back is for them to say.
    /// </summary>
    public ImmutableArray<Playbook> Earlier { get; init; } = [];

    /// <summary>The plays by what starts and ends them, made once.</summary>
    internal PlayIndex Index => field is { } known && known.IsOf(Plays) ? known : field = new PlayIndex(Plays);

    /// <summary>What is older than this starts none of the plays.</summary>
    internal TimeSpan LongestStale => Index.LongestStale;

    /// <summary>How long after its end a play may still reach its goal, of all plays that may be in progress.</summary>
    internal TimeSpan LongestGoal
    {
        get
        {
            var longest = Index.LongestGoal;
            foreach (var earlier in Earlier) longest = earlier.Index.LongestGoal > longest ? earlier.Index.LongestGoal : longest;
            return longest;
        }
    }

    /// <summary>The play of this name, or null.</summary>
    public Play? Find(string play) => Index.Find(play);

    /// <summary>The play of an action; of a campaign, what the action itself carries. Null when the playbook has no such play any more.</summary>
    public Play? Find(PlannedAction action) => action.Campaign?.AsPlay() ?? Find(action.Play);

    /// <summary>The play that a run goes on by: of a campaign, what the run itself carries; else as <see cref="Find(string, string)"/>.</summary>
    public Play? Find(PlayRun run) => run.Campaign?.AsPlay() ?? Find(run.Play, run.Version);

    /// <summary>Whether the play of a run was switched off or taken out. A campaign is called off elsewhere: delivery asks.</summary>
    public bool IsOff(PlayRun run) => run.Campaign is null && Find(run.Play) is not { Enabled: true };

    /// <summary>
    /// The play that a run goes on by: that of this version, or that of the version that started it where the play says so
    /// (<see cref="Play.MovesToNewVersion"/>) and that version is still at hand. Null when the play was taken out: then the run ends.
    /// </summary>
    /// <param name="play">The play's name.</param>
    /// <param name="version">The version that started the run; null for this one.</param>
    public Play? Find(string play, string? version)
    {
        if (Find(play) is not { } current) return null;
        if (version is null || current.MovesToNewVersion || version == Version) return current;
        foreach (var earlier in Earlier)
        {
            if (earlier.Version == version) return earlier.Find(play) ?? current;
        }
        return current;
    }
}

/// <summary>The shop.</summary>
public sealed record Store
{
    /// <summary>Its name, as customers know it.</summary>
    public required string Name { get; init; }
    /// <summary>Its time zone, for customers whose own is not known.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;
    /// <summary>When people are there to answer, in <see cref="TimeZone"/>.</summary>
    public WeeklyHours BusinessHours { get; init; } = WeeklyHours.OfficeHours;
    /// <summary>ISO 4217 code of its money.</summary>
    public string Currency { get; init; } = "GBP";
    /// <summary>The hour at which customers are written to whose own usual hour is not known, in the customer's zone.</summary>
    public TimeOnly UsualHour { get; init; } = new(10, 0);
    /// <summary>Where it sells, for links in mails.</summary>
    public string? Url { get; init; }
    /// <summary>Its postal address, which every marketing mail must show.</summary>
    public string? Address { get; init; }
}

/// <summary>Somebody who answers raised hands.</summary>
/// <param name="Name">The name that customers read.</param>
/// <param name="Email">Where alerts and replies go.</param>
/// <param name="Hours">When they work, in the shop's zone.</param>
/// <param name="PerDay">How many customers they can answer on a day (law 2).</param>
/// <param name="Knows">Categories that they know best.</param>
public sealed record Responder(string Name, string Email, WeeklyHours Hours, int PerDay, ImmutableArray<string> Knows);

/// <summary>How much is too much. Transactional mail and a person's own mail are never limited.</summary>
public sealed record Limits
{
    /// <summary>For e-mail.</summary>
    public ChannelLimit Email { get; init; } = new() { MinGap = TimeSpan.FromHours(16), PerWeek = 3 };
    /// <summary>For texts.</summary>
    public ChannelLimit Sms { get; init; } = new() { MinGap = TimeSpan.FromHours(24), PerWeek = 1, Quiet = new DailyWindow(new TimeOnly(21, 0), new TimeOnly(8, 0)) };
    /// <summary>When sending stops by itself (law 5).</summary>
    public StopRule StopSending { get; init; } = new();
    /// <summary>Money for offers and texts a month, in the shop's currency; null for no bound.</summary>
    public decimal? BudgetPerMonth { get; init; }
    /// <summary>Of the offers that are given out, the share that is expected to be used: so much of its worth each takes from the budget; from 0 to 1. At 1 the budget cannot be passed whatever happens.</summary>
    public decimal OffersUsed { get; init; } = 1;
    /// <summary>The segment that gets no offers, whichever play makes them (law 8); null where each play says so itself.</summary>
    public string? NoOffersTo { get; init; }
    /// <summary>The share of customers who get no play at all, for measuring them all together; from 0 to 1 (law 13).</summary>
    public double ControlGroup { get; init; }
}

/// <summary>The limit of one channel, for marketing.</summary>
public sealed record ChannelLimit
{
    /// <summary>The least time between two messages.</summary>
    public TimeSpan MinGap { get; init; }
    /// <summary>The most on one calendar day of the customer's; null for no bound.</summary>
    public int? PerDay { get; init; }
    /// <summary>The most in any seven days; null for no bound.</summary>
    public int? PerWeek { get; init; }
    /// <summary>When the customer is left alone, in their own time; null for never.</summary>
    public DailyWindow? Quiet { get; init; }
}

/// <summary>When sending stops by itself: sure that the true rate is above the bound, not merely the observed one.</summary>
public sealed record StopRule
{
    /// <summary>Complaints per delivered message.</summary>
    public double Complaints { get; init; } = 0.001;
    /// <summary>Hard bounces per sent message.</summary>
    public double Bounces { get; init; } = 0.05;
    /// <summary>Over which time.</summary>
    public TimeSpan Over { get; init; } = TimeSpan.FromDays(7);
    /// <summary>Never for fewer than these.</summary>
    public int AtLeast { get; init; } = 3;
    /// <summary>How sure, from 0 to 1.</summary>
    public double Sure { get; init; } = 0.95;
}

/// <summary>How the lead score counts: points by kind of event, halving every half-life.</summary>
public sealed record ScoreRules
{
    /// <summary>After which time a point is worth half.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(14);
    /// <summary>Points by kind of event.</summary>
    public ImmutableDictionary<string, double> Points { get; init; } = ImmutableDictionary<string, double>.Empty;
}

/// <summary>How interest in a category counts: weights by kind of event, halving every half-life (law 7).</summary>
public sealed record InterestRules
{
    /// <summary>After which time interest is worth half.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromDays(30);
    /// <summary>Weights by kind of event; below zero where it tells against the category.</summary>
    public ImmutableDictionary<string, double> Weights { get; init; } = Defaults;

    /// <summary>A look counts one, what costs the customer more counts more.</summary>
    public static ImmutableDictionary<string, double> Defaults { get; } = new Dictionary<string, double>
    {
        [EventKinds.CategoryViewed] = 1,
        [EventKinds.ProductViewed] = 1,
        [EventKinds.ProductsSearched] = 1,
        [EventKinds.EmailClicked] = 2,
        [EventKinds.ProductWished] = 3,
        [EventKinds.CartUpdated] = 3,
        [EventKinds.StoreVisited] = 3,
        [EventKinds.OrderPlaced] = 5,
        [EventKinds.AnswerGiven] = 5,
        [EventKinds.OrderRefunded] = -4,
    }.ToImmutableDictionary();
}

/// <summary>A question that may be asked (law 10).</summary>
/// <param name="Name">Its name in the playbook.</param>
/// <param name="Ask">The question, as the customer reads it.</param>
/// <param name="Answers">The answers to choose from: name and wording, in order.</param>
public sealed record Question(string Name, string Ask, ImmutableArray<KeyValuePair<string, string>> Answers)
{
    /// <summary>Where the conversation goes on: an answer's name, and the name of the question that is asked then.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Then { get; init; } = [];

    /// <summary>The name of the question that an answer leads to; null when it ends here.</summary>
    public string? After(string answer) => Then.FirstOrDefault(t => t.Key == answer).Value;
}

/// <summary>A segment that is exported to ad platforms, hashed (law 12).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Segment">Whose members.</param>
/// <param name="To">Which platforms.</param>
/// <param name="Refresh">How often.</param>
public sealed record Audience(string Name, string Segment, ImmutableArray<string> To, TimeSpan Refresh);
