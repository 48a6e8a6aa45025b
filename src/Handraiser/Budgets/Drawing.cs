namespace Handraiser.Budgets;

/// <summary>
/// How an exact shared amount is given out in blocks, so that one send does not cost one more call. What is drawn counts as gone from
/// the moment it is written; what is not used of a block is given back, and is lost to the safe side if the process dies. Pure.
/// </summary>
public static class Drawing
{
    /// <summary>For how many such amounts a block is meant to last.</summary>
    public const int Worth = 32;
    /// <summary>No block takes more than this share of what is left, so that a block that dies with its process strands little.</summary>
    public const int Share = 8;
    /// <summary>An account with no more than this share of its bound left counts as spent: what costs money is not even decided.</summary>
    public const decimal Rest = 0.01m;

    /// <summary>
    /// How much to draw for one who needs <paramref name="asked"/>: enough for <see cref="Worth"/> such amounts, at most one
    /// <see cref="Share"/>-th of what is left, but never less than was asked; nothing where not even that is left.
    /// </summary>
    /// <param name="bound">The most that may ever be drawn.</param>
    /// <param name="drawn">What was drawn so far.</param>
    /// <param name="asked">What is needed now; above zero.</param>
    public static decimal Block(decimal bound, decimal drawn, decimal asked)
    {
        var left = bound - drawn;
        return asked > left ? 0 : decimal.Min(left, decimal.Max(asked, decimal.Min(left / Share, asked * Worth)));
    }

    /// <summary>Whether an account counts as spent.</summary>
    /// <param name="bound">The most that may ever be drawn.</param>
    /// <param name="drawn">What was drawn so far.</param>
    /// <param name="inHand">What of it this process has not used.</param>
    public static bool IsSpent(decimal bound, decimal drawn, decimal inHand = 0) => bound - drawn + inHand <= bound * Rest;

    /// <summary>An amount as the ledger keeps it, in ten-thousandths, rounded up: never less is noted than is spent.</summary>
    public static long Units(decimal amount) => (long)decimal.Ceiling(amount * 10_000);

    /// <summary>The amount of so many ten-thousandths.</summary>
    public static decimal Amount(long units) => units / 10_000m;
}
