namespace Handraiser.Benchmarks.Leads;

/// <summary>Ways to tell how warm a pair of person and brand is; the higher, the warmer.</summary>
internal static class LeadRules
{
    public const string Ours = "decayedActions14";
    public const string LastSeen = "lastSeen";
    public const string RawViews = "rawViews";

    public static readonly IReadOnlyList<(string Id, string Title, Func<Pair, double> Score)> Scores =
    [
        (Ours, "all actions, half gone in 14 days", pair => pair.Past.Sum(click => Weight(click.Kind) * Left(click.Ago, 14))),
        ("decayedViews14", "views, half gone in 14 days", pair => pair.Views.Sum(ago => Left(ago, 14))),
        ("decayedViews30", "views, half gone in 30 days", pair => pair.Views.Sum(ago => Left(ago, 30))),
        (LastSeen, "last seen", pair => -pair.Past.Min(click => click.Ago)),
        (RawViews, "raw views in 60 days", pair => pair.Views.Count()),
        ("views7", "raw views in 7 days", pair => pair.Views.Count(ago => ago < 7)),
    ];

    public static readonly IReadOnlyList<(string Id, string Title, Func<Pair, bool> Flags)> Flags =
    [
        ("threeViews", "three views in 7 days", pair => pair.Views.Count(ago => ago < 7) >= 3),
        ("twoDays", "views on two distinct days of 7", pair => pair.Views.Where(ago => ago < 7).Distinct().Count() >= 2),
        ("anyView", "any view in 7 days", pair => pair.Views.Any(ago => ago < 7)),
    ];

    /// <summary>What an action says of interest against one view: set by judgement beforehand, not fitted.</summary>
    private static double Weight(ClickKind kind) => kind switch
    {
        ClickKind.View => 1,
        ClickKind.Buy => 2,
        ClickKind.Favourite => 3,
        ClickKind.Cart => 5,
    };

    private static double Left(int ago, double halfLife) => Math.Pow(0.5, ago / halfLife);
}
