namespace Handraiser.Lapse;

/// <summary>A date that was found for some purchases.</summary>
/// <param name="Model">By this model.</param>
/// <param name="Rule">For this rule.</param>
/// <param name="Date">In Unix milliseconds; null for none.</param>
/// <param name="Other">Those found before, by the same model for other rules.</param>
internal sealed record LapseDateFound(LapseModel Model, LapseRule Rule, long? Date, LapseDateFound? Other);
