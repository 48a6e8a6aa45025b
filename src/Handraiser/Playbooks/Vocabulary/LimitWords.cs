using System.Collections.Immutable;
using Handraiser.Playbooks.Reading;
using Handraiser.Plays;

namespace Handraiser.Playbooks.Vocabulary;

/// <summary>Words about how much is too much, and how scores and interest count.</summary>
internal static class LimitWords
{
    private static readonly Limits Usual = new();
    private static readonly StopRule UsualStop = new();

    private static readonly Word<TimeSpan> MinGap = new("minGap", Shapes.Length, "The least time between two messages.") { Default = "16h for e-mail, 24h for texts" };
    private static readonly Word<int> PerDay = new("perDay", Shapes.Whole(1, 100), "The most on one calendar day, in the customer's zone.") { Default = "no bound" };
    private static readonly Word<int> PerWeek = new("perWeek", Shapes.Whole(1, 100), "The most in any seven days.") { Default = "3 for e-mail, 1 for texts" };
    private static readonly Word<DailyWindow> Quiet = new("quiet", Shapes.Window, "When the customer is left alone, in their own zone; what falls due then waits for the end.") { Default = "never for e-mail, 21:00-08:00 for texts" };

    private static readonly Word<double> Complaints = new("complaints", Shapes.Share, "Spam complaints for each delivered message.") { Default = "0.1%" };
    private static readonly Word<double> Bounces = new("bounces", Shapes.Share, "Hard bounces for each sent message.") { Default = "5%" };
    private static readonly Word<TimeSpan> Over = new("over", Shapes.Length, "Over which time they are counted.") { Default = "7d" };
    private static readonly Word<int> AtLeast = new("atLeast", Shapes.Whole(1, 10_000), "Never for fewer than these.") { Default = "3" };
    private static readonly Word<double> Sure = new("sure", Shapes.Share, "How sure it must be that the true rate is above.") { Default = "95%" };

    private static readonly Section<StopRule> Stop = new("stopSending", "When marketing stops by itself, before the domain is banned; it resumes only by hand (law 5).", [Complaints, Bounces, Over, AtLeast, Sure], (Fields f, out StopRule value) =>
    {
        value = new StopRule
        {
            Complaints = f.Maybe(Complaints) ?? UsualStop.Complaints,
            Bounces = f.Maybe(Bounces) ?? UsualStop.Bounces,
            Over = f.Maybe(Over) ?? UsualStop.Over,
            AtLeast = f.Maybe(AtLeast) ?? UsualStop.AtLeast,
            Sure = f.Maybe(Sure) ?? UsualStop.Sure,
        };
        return true;
    });

    private static readonly Word<decimal> PerMonth = new("perMonth", Shapes.Money, "In the shop's currency.") { Required = true };
    public static readonly Section<decimal> Budget = new("budget", "The most that offers and texts may cost (law 8).", [PerMonth], (Fields f, out decimal value) =>
    {
        value = f.Maybe(PerMonth) ?? 0;
        return true;
    });

    private static readonly Word<double> OffersUsed = new("offersUsed", Shapes.Share, "Makes the budget an expectation: of the offers that are given out, this share is expected to be used, and each takes so much of its worth. If more are used, more is spent than the budget says. At 100% the budget is a bound that cannot be passed.") { Default = "100%" };
    private static readonly Section<(decimal PerMonth, double Used)> WholeBudget = new("budget", "The most that offers and texts may cost (law 8).", [PerMonth, OffersUsed], (Fields f, out (decimal PerMonth, double Used) value) =>
    {
        value = (f.Maybe(PerMonth) ?? 0, f.Maybe(OffersUsed) ?? 1);
        return true;
    });

    private static readonly Word<ChannelLimit> Email = new("email", Channel("email", Usual.Email), "For e-mail.");
    private static readonly Word<ChannelLimit> Sms = new("sms", Channel("sms", Usual.Sms), "For texts.");
    private static readonly Word<StopRule> StopSending = new("stopSending", Stop, "When marketing stops by itself (law 5).");
    private static readonly Word<(decimal PerMonth, double Used)> BudgetWord = new("budget", WholeBudget, "The most that offers and texts may cost, over all plays (law 8).") { Default = "no bound" };
    private static readonly Word<string> NoOffersTo = new("noOffersTo", Shapes.Segment, "Those who would buy anyway and get no offers, unless a play names others (law 8).");
    private static readonly Word<double> ControlGroup = new("controlGroup", Shapes.Share, "The share of customers who get no play at all, to measure all plays together (law 13).") { Default = "0%" };

    public static Section<Limits> Limits { get; } = new("limits", "How much is too much. Transactional mail and a person's own mail are never limited.", [Email, Sms, StopSending, BudgetWord, NoOffersTo, ControlGroup], (Fields f, out Limits value) =>
    {
        value = new Limits
        {
            Email = f.Read(Email, Usual.Email),
            Sms = f.Read(Sms, Usual.Sms),
            StopSending = f.Read(StopSending, Usual.StopSending),
            BudgetPerMonth = f.Maybe(BudgetWord)?.PerMonth,
            OffersUsed = (decimal)(f.Maybe(BudgetWord)?.Used ?? 1),
            NoOffersTo = f.Read(NoOffersTo),
            ControlGroup = f.Maybe(ControlGroup) ?? 0,
        };
        return true;
    });

    private static readonly MapOf<double> NumberByKind = new(Shapes.Event, Shapes.Weight, "kinds of events with numbers, such as email.clicked: 5");
    private static readonly Word<TimeSpan> HalfLife = new("halfLife", Shapes.Length, "After which time they are worth half.") { Default = "14d for points, 30d for interest" };
    private static readonly Word<List<(Item, string, double)>> Points = new("points", NumberByKind, "Points for each kind of event.");
    private static readonly Word<List<(Item, string, double)>> Weights = new("weights", NumberByKind, "Evidence of interest in the event's categories, for each kind of event; below zero tells against them.") { Default = "a look 1, a click 2, a cart 3, an order or answer 5, a refund -4" };

    public static Section<ScoreRules> Score { get; } = new("score", "The lead score: points that fade.", [HalfLife, Points], (Fields f, out ScoreRules value) =>
    {
        value = new ScoreRules { HalfLife = f.Maybe(HalfLife) ?? new ScoreRules().HalfLife, Points = ByKind(f.Read(Points, [])) };
        return value.HalfLife > TimeSpan.Zero || f.Wrong("Points that fade at once are no score.", "Write a half-life such as 14d.");
    });

    public static Section<InterestRules> Interest { get; } = new("interest", "How interest in categories counts (law 7).", [HalfLife, Weights], (Fields f, out InterestRules value) =>
    {
        value = new InterestRules { HalfLife = f.Maybe(HalfLife) ?? new InterestRules().HalfLife };
        if (f.Has(Weights)) value = value with { Weights = ByKind(f.Read(Weights, [])) };
        return value.HalfLife > TimeSpan.Zero || f.Wrong("Interest that fades at once is none.", "Write a half-life such as 30d.");
    });

    private static ImmutableDictionary<string, double> ByKind(List<(Item, string Kind, double Number)> list) => list.ToImmutableDictionary(e => e.Kind, e => e.Number);

    private static Section<ChannelLimit> Channel(string name, ChannelLimit usual) => new(name, "The limit of one channel, for marketing.", [MinGap, PerDay, PerWeek, Quiet], (Fields f, out ChannelLimit value) =>
    {
        value = new ChannelLimit
        {
            MinGap = f.Maybe(MinGap) ?? usual.MinGap,
            PerDay = f.Maybe(PerDay),
            PerWeek = f.Maybe(PerWeek) ?? usual.PerWeek,
            Quiet = f.Maybe(Quiet) ?? usual.Quiet,
        };
        return true;
    });
}
