using System.Text.Json.Serialization;

namespace Handraiser.Lapse;

/// <summary>
/// How the log-odds of no purchase are put together from what the buying-while-alive model says, the plain silence and the
/// frequency. The model alone is too pessimistic in its middle and underrates the plain gap; a shop's own past says by how much.
/// </summary>
/// <param name="Base">Added for everyone.</param>
/// <param name="Model">For each unit of the model's log-odds; above zero, so that the chance rises with silence.</param>
/// <param name="Silence">For the logarithm of 1 + silence / horizon; never below zero, for the same reason.</param>
/// <param name="Frequency">For the logarithm of the number of purchase days.</param>
/// <param name="Spend">For the logarithm of her mean spend against <paramref name="Typical"/>; 0 where amounts say nothing.</param>
/// <param name="Typical">The logarithm of what the shop's customers usually spend on a day.</param>
public readonly record struct LapseWeights(
    [property: JsonPropertyName("o")] double Base,
    [property: JsonPropertyName("m")] double Model,
    [property: JsonPropertyName("s")] double Silence,
    [property: JsonPropertyName("f")] double Frequency,
    [property: JsonPropertyName("v")] double Spend = 0,
    [property: JsonPropertyName("u")] double Typical = 0)
{
    /// <summary>
    /// Half-way between trusting the model alone (0, 1, 0, 0) and what the past of the public shops asks for. On a shop too small
    /// to calibrate they rank better than the model or the gap alone; they are also what a shop's own weights are drawn towards.
    /// </summary>
    public static readonly LapseWeights Default = new(0.5, 0.6, 0.6, -0.6);

    /// <summary>The limits of each weight, in the order of <see cref="Features"/>.</summary>
    internal static readonly (double Least, double Most)[] Bounds = [(-6, 6), (0.05, 3), (0, 5), (-5, 2), (-2, 2)];

    /// <summary>A spend beyond twenty times the usual, or under a twentieth, says no more than that.</summary>
    private const double FarFromTypical = 3;

    /// <summary>The weights in the order of <see cref="Features"/>.</summary>
    internal double[] Values => [Base, Model, Silence, Frequency, Spend];

    internal static LapseWeights Of(double[] values, double typical) => new(values[0], values[1], values[2], values[3], values[4], typical);

    /// <summary>What the weights weigh.</summary>
    internal static double[] Features(in BgNbd population, in Purchases p, double horizon, double typical) =>
        [1, population.LogOddsOfNoPurchase(p, horizon), SilenceOf(p, horizon), FrequencyOf(p), SpendOf(p, typical)];

    internal double LogOdds(in BgNbd population, in Purchases p, double horizon) =>
        Base + Model * population.LogOddsOfNoPurchase(p, horizon) + Silence * SilenceOf(p, horizon)
        + Frequency * FrequencyOf(p) + Spend * SpendOf(p, Typical);

    private static double SilenceOf(in Purchases p, double horizon) => Math.Log(1 + p.Silence / horizon);

    private static double FrequencyOf(in Purchases p) => Math.Log(1 + p.Repeats);

    private static double SpendOf(in Purchases p, double typical) =>
        p.Spent <= 0 ? 0 : Math.Clamp(Math.Log(p.Spent) - typical, -FarFromTypical, FarFromTypical);
}
