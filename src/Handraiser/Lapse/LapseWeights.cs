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
public readonly record struct LapseWeights(
    [property: JsonPropertyName("o")] double Base,
    [property: JsonPropertyName("m")] double Model,
    [property: JsonPropertyName("s")] double Silence,
    [property: JsonPropertyName("f")] double Frequency)
{
    /// <summary>
    /// Half-way between trusting the model alone (0, 1, 0, 0) and what the past of the public shops asks for. On a shop too small
    /// to calibrate they rank better than the model or the gap alone; they are also what a shop's own weights are drawn towards.
    /// </summary>
    public static readonly LapseWeights Default = new(0.5, 0.6, 0.6, -0.6);

    /// <summary>The limits of each weight, in the order of the parameters.</summary>
    internal static readonly (double Least, double Most)[] Bounds = [(-6, 6), (0.05, 3), (0, 5), (-5, 2)];

    internal double LogOdds(in BgNbd population, in Purchases p, double horizon) =>
        Base + Model * population.LogOddsOfNoPurchase(p, horizon) + Silence * SilenceOf(p, horizon) + Frequency * FrequencyOf(p);

    internal static double SilenceOf(in Purchases p, double horizon) => Math.Log(1 + p.Silence / horizon);

    internal static double FrequencyOf(in Purchases p) => Math.Log(1 + p.Repeats);
}
