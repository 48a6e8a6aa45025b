using System.Text.Json;
using System.Text.Json.Serialization;

namespace Handraiser.Functions.Delivery;

/// <summary>A message of the <c>deliveries</c> queue: only keys; the action itself stands on the profile.</summary>
/// <param name="CustomerId">Whose profile.</param>
/// <param name="ActionId">Which action.</param>
/// <param name="Origin">The span that decided it (<see cref="Spans"/>); null where nobody follows it. Readers that do not know it pass over it.</param>
public sealed record DeliveryMessage(
    [property: JsonPropertyName("c")] string CustomerId,
    [property: JsonPropertyName("a")] string ActionId,
    [property: JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Origin = null)
{
    /// <summary>The text of the message.</summary>
    public string Write() => JsonSerializer.Serialize(this, DeliveryMessageJson.Default.DeliveryMessage);

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">The text is not a message of ours.</exception>
    public static DeliveryMessage Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, DeliveryMessageJson.Default.DeliveryMessage) is { CustomerId: not null, ActionId: not null } message
                ? message
                : throw new FormatException("A delivery names a customer and an action.");
        }
        catch (JsonException)
        {
            // Not chained: a JSON error quotes the text, which may be anything, and failures are logged.
            throw new FormatException("A delivery is JSON with a customer and an action.");
        }
    }
}

[JsonSerializable(typeof(DeliveryMessage))]
internal sealed partial class DeliveryMessageJson : JsonSerializerContext;
