using Handraiser.Playbooks;

namespace Handraiser.Profiles;

/// <summary>How events make the lead score.</summary>
internal static class ScoreFolding
{
    /// <summary>The score with the points of one event, or (sign -1) without them.</summary>
    public static LeadScore Add(LeadScore score, RecentEvent one, ScoreRules rules, int sign) =>
        rules.Points.TryGetValue(one.Kind, out var points) && points != 0
            ? new LeadScore { Points = score.Points.Plus(sign * points, one.At, rules.HalfLife) }
            : score;
}
