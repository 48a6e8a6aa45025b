using Handraiser.Playbooks;
using MathNet.Numerics;

namespace Handraiser.Plays;

/// <summary>What became of marketing over the rolling window of <see cref="StopRule.Over"/>, for one sending domain.</summary>
/// <param name="Sent">Messages that the provider took over.</param>
/// <param name="Delivered">Messages that arrived.</param>
/// <param name="Complaints">Spam complaints among those that arrived.</param>
/// <param name="HardBounces">Messages to addresses that do not exist.</param>
public readonly record struct SendingCounts(int Sent, int Delivered, int Complaints, int HardBounces)
{
    /// <summary>Both together.</summary>
    public SendingCounts Plus(SendingCounts other) => new(Sent + other.Sent, Delivered + other.Delivered, Complaints + other.Complaints, HardBounces + other.HardBounces);

    /// <summary>This without the other.</summary>
    public SendingCounts Minus(SendingCounts other) => new(Sent - other.Sent, Delivered - other.Delivered, Complaints - other.Complaints, HardBounces - other.HardBounces);
}

/// <summary>
/// Whether marketing has to stop by itself before the domain is banned (law 5). It resumes only by hand. Pure: who counts, and who remembers
/// that it stopped, is elsewhere (<see cref="ShopState.Stopped"/>).
/// </summary>
public static class StopSending
{
    /// <summary>Why sending has to stop, in words for the operator; null when it need not.</summary>
    public static string? Reason(StopRule rule, SendingCounts counts)
    {
        if (IsAbove(counts.Complaints, counts.Delivered, rule.Complaints, rule)) return Say("complaints", counts.Complaints, counts.Delivered, rule.Complaints, rule);
        // Not every provider tells what it took over; what arrived and what came back was sent.
        var sent = int.Max(counts.Sent, counts.Delivered + counts.HardBounces);
        return IsAbove(counts.HardBounces, sent, rule.Bounces, rule) ? Say("hard bounces", counts.HardBounces, sent, rule.Bounces, rule) : null;
    }

    /// <summary>
    /// Whether so many of so many make it as sure as the rule asks that the true rate lies above the bound: the exact one-sided lower bound
    /// of Clopper and Pearson is above it. That is the case just when, at a true rate of the bound, so many or more would happen with a chance
    /// below 1 - sure; this chance, the tail of the binomial, is the regularised incomplete beta function, so nothing has to be searched for.
    /// </summary>
    public static bool IsAbove(int bad, int of, double bound, StopRule rule)
    {
        if (bad < rule.AtLeast || bad <= 0) return false;
        // More complaints than deliveries: the deliveries are not all told yet.
        var among = int.Max(bad, of);
        return bound <= 0 || (bound < 1 && SpecialFunctions.BetaRegularized(bad, among - bad + 1, bound) < 1 - rule.Sure);
    }

    private static string Say(string what, int bad, int of, double bound, StopRule rule) =>
        FormattableString.Invariant($"{bad} {what} among {of} messages in {rule.Over.TotalDays:0.#} days: more than {bound:0.##%} of all, and not by chance.");
}
