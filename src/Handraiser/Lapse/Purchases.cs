namespace Handraiser.Lapse;

/// <summary>
/// What a buying-while-alive model needs of one customer at one moment: sufficient statistics, all times in days.
/// </summary>
/// <param name="Repeats">Purchase days after the first.</param>
/// <param name="Span">From the first to the last purchase.</param>
/// <param name="Silence">From the last purchase to now.</param>
/// <param name="Spent">Mean amount of the days whose amount is known, in the shop's currency; 0 where none is.</param>
internal readonly record struct Purchases(int Repeats, double Span, double Silence, double Spent = 0)
{
    /// <summary>From the first purchase to now.</summary>
    public double Age => Span + Silence;
}
