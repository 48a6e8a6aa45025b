using System.Text.Json.Serialization;

namespace Handraiser.Lapse;

/// <summary>
/// How well a fitted model did on the shop's own past: fitted on the earlier part, checked on the later part, each half of the
/// customers judged by weights from the other half.
/// </summary>
/// <param name="Customers">How many customers were known at the split.</param>
/// <param name="Days">How many days the later part had.</param>
/// <param name="Quiet">The share that did not buy in the later part.</param>
/// <param name="Auc">How well the chance ranks those who did not buy; 0.5 is guessing.</param>
/// <param name="AucOfSilence">The same of the plain days since the last purchase: what the model has to beat.</param>
/// <param name="CalibrationError">Mean difference of stated and observed share over ten bins of the chance.</param>
/// <param name="Loss">How far the chances lie from what happened (mean logarithmic loss); less is better.</param>
/// <param name="LossOfDefault">The same of the shipped model on the same past: what a fit has to beat.</param>
/// <param name="AtBound">Whether the population ran to the edge of what is allowed: fine to use, its parameters mean little.</param>
public sealed record LapseQuality(
    [property: JsonPropertyName("n")] int Customers,
    [property: JsonPropertyName("d")] int Days,
    [property: JsonPropertyName("q")] double Quiet,
    [property: JsonPropertyName("u")] double Auc,
    [property: JsonPropertyName("g")] double AucOfSilence,
    [property: JsonPropertyName("e")] double CalibrationError,
    [property: JsonPropertyName("l")] double Loss,
    [property: JsonPropertyName("ld")] double LossOfDefault,
    [property: JsonPropertyName("b")] bool AtBound);
