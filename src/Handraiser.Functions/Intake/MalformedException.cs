namespace Handraiser.Functions.Intake;

/// <summary>A body, or one event in it, that cannot be understood.</summary>
/// <param name="field">The field that is missing or wrong, as a path (<c>[3].timestamp</c>); never its value.</param>
/// <param name="why">What was expected there.</param>
public sealed class MalformedException(string field, string why) : Exception($"{field}: {why}")
{
    /// <summary>The field that is missing or wrong.</summary>
    public string Field { get; } = field;
    /// <summary>What was expected there.</summary>
    public string Why { get; } = why;
}
