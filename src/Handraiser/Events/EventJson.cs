using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Handraiser.Campaigns;

namespace Handraiser.Events;

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CustomerEvent))]
[JsonSerializable(typeof(CustomerEvent[]))]
internal sealed partial class EventJsonContext : JsonSerializerContext;

/// <summary>The one JSON form of events: in the queue, in the archive of parked events, and at <c>POST /api/events</c>.</summary>
public static class EventJson
{
    private static readonly JsonSerializerOptions Options = new(EventJsonContext.Default.Options)
    {
        TypeInfoResolver = EventJsonContext.Default.WithAddedModifier(LeanJson.OmitEmpty),
    };

    /// <summary>How one event is read and written.</summary>
    public static JsonTypeInfo<CustomerEvent> One { get; } = (JsonTypeInfo<CustomerEvent>)Options.GetTypeInfo(typeof(CustomerEvent));

    /// <summary>How the details of an event are read and written.</summary>
    public static JsonTypeInfo<EventData> Details { get; } = (JsonTypeInfo<EventData>)Options.GetTypeInfo(typeof(EventData));

    /// <summary>How what a campaign sends is read and written.</summary>
    public static JsonTypeInfo<Campaign> Campaign { get; } = (JsonTypeInfo<Campaign>)Options.GetTypeInfo(typeof(Campaign));

    /// <summary>How a batch of events is read and written.</summary>
    public static JsonTypeInfo<CustomerEvent[]> Many { get; } = (JsonTypeInfo<CustomerEvent[]>)Options.GetTypeInfo(typeof(CustomerEvent[]));
}

/// <summary>Keeps rows and messages small: what is empty or default is not written.</summary>
internal static class LeanJson
{
    /// <summary>Omits empty lists and maps, which the serialiser would write as <c>[]</c>.</summary>
    public static void OmitEmpty(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties)
        {
            if (property.IsExtensionData || property.PropertyType == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(property.PropertyType)) continue;
            property.ShouldSerialize = static (_, value) => value switch
            {
                null => false,
                ICollection many => many.Count > 0,
                IEnumerable many => many.GetEnumerator().MoveNext(),
                _ => true,
            };
        }
    }
}
