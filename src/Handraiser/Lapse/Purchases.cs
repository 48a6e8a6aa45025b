namespace Handraiser.Lapse;

/// <summary>
/// What a buying-while-alive model needs of one customer at one moment: sufficient statistics, all times in days.
/// </summary>
/// <param name="Repeats">Purchase days after the first.</param>
/// <param name="Span">From the first to the last purchase.</param>
/// <param name="Silence">From the last purchase to now.</param>
internal readonly record struct Purchases(int Repeats, double Span, double Silence)
{
    /// <summary>From the first purchase to now.</summary>
    public double Age => Span + Silence;
}
