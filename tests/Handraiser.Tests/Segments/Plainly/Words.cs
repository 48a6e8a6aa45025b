using Handraiser.Playbooks.Vocabulary;
using Handraiser.Segments;

namespace Handraiser.Tests.Segments.Plainly;

/// <summary>The words of a playbook that stand for conditions.</summary>
internal static class Words
{
    /// <summary>All that the loader reads: what a customer must meet, and which words narrow an event.</summary>
    public static IEnumerable<string> All { get; } = ConditionWords.Condition.Sections.Concat(EventWords.Happened.Sections).SelectMany(s => s.Words).Select(w => w.Name);

    /// <summary>The words by which a condition may have been written.</summary>
    public static IEnumerable<string> Of(Condition condition) => condition switch
    {
        AllOf => ["all"],
        AnyOf => ["any"],
        NotMet => ["not"],
        InSegment => ["segment"],
        EventCondition happened => Of(happened),
        SilentFor => ["silentFor"],
        InterestShare => ["interest"],
        OpenShare => ["openShare"],
        ScoreIs => ["score"],
        KnownFor => ["knownFor"],
        BuysEvery => ["buysEvery"],
        Spent spent => [spent.PerOrder ? "orderValue" : "spent"],
        Answered => ["answered"],
        HasTrait { Name: "age" or "sex" or "language" } trait => [trait.Name],
        HasTrait { Name: "city" } or LivesNear => ["lives"],
        HasTrait => ["trait"],
        WillNotBuy => ["willNotBuy"],
        _ => throw new ArgumentException($"Nobody said how this is written: {condition.GetType().Name}.", nameof(condition)),
    };

    private static IEnumerable<string> Of(EventCondition condition)
    {
        var (kinds, where) = (condition.Match.Kinds, condition.Match.Where);
        foreach (var (verb, all, _) in EventWords.Verbs)
        {
            if (kinds.All(all.Contains)) yield return verb;
            if (kinds.All(all.Contains) && kinds.Length < all.Length) yield return "channel";
        }
        if (condition.SameCategory) yield return "sameCategory";
        else if (condition.AtLeast > 1) yield return "atLeast";
        if (condition.AtMost is not null) yield return "atMost";
        if (condition.Within is not null) yield return "within";
        if (where?.Category is not null) yield return "category";
        if (where?.Product is not null) yield return "product";
        if (where?.Brand is not null) yield return "brand";
        if (where?.Campaign is not null) yield return "campaign";
        if (where?.Store is not null) yield return "store";
        if (where?.InStore is not null) yield return "place";
        if ((where?.ValueAtLeast ?? where?.ValueUnder) is not null) yield return "value";
    }
}
