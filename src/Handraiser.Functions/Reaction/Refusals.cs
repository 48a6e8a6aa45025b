namespace Handraiser.Functions.Reaction;

/// <summary>An event that cannot be processed, however often it is tried: it is parked with this reason.</summary>
/// <param name="reason">Why, for an operator; nothing personal.</param>
public sealed class EventRefusedException(string reason) : Exception(reason);

/// <summary>A row changed while it was being decided upon: read again and decide again.</summary>
internal sealed class RowMovedException() : Exception("A customer's row changed meanwhile.");
