using Handraiser.Events;

namespace Handraiser.Functions.Intake.OwnEvents.Importing;

/// <summary>What a line of an import (or several that are one order) came to: an event, or the reason why there is none.</summary>
/// <param name="Line">The line in the file on which it begins, from 1; the header of a CSV file counts.</param>
/// <param name="Event">The event; null when the line is refused.</param>
/// <param name="Refusal">Why it is refused, naming the field and never its value; null when it is not.</param>
public sealed record ImportedLine(int Line, CustomerEvent? Event, string? Refusal)
{
    /// <summary>A line that gave an event.</summary>
    public static ImportedLine Good(int line, CustomerEvent one) => new(line, one, null);

    /// <summary>A line that gave none.</summary>
    public static ImportedLine Bad(int line, MalformedException e) => new(line, null, e.Field.Length == 0 ? e.Why : e.Message);
}
