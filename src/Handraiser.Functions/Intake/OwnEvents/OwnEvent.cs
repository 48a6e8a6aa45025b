using System.Buffers;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Functions.Intake.OwnEvents;

/// <summary>Reads one event of our own format, as <c>docs/events.md</c> has it. The id may be left out; then it is a hash of the event.</summary>
public static class OwnEvent
{
    internal const int LongestId = 200;

    /// <summary>The event.</summary>
    /// <exception cref="MalformedException">A field is missing or wrong.</exception>
    public static CustomerEvent Read(JsonElement told, DateTimeOffset now)
    {
        if (told.ValueKind != JsonValueKind.Object) throw new MalformedException("", "an event is an object");
        var id = told.Text("id");
        if (id?.Length > LongestId) throw new MalformedException("id", $"at most {LongestId} characters are expected");
        CheckKind(told.Text("type"));
        var at = told.Time("at") ?? throw new MalformedException("at", "a time in ISO 8601, not before 1970, is expected");
        if (told.Part("customer").ValueKind != JsonValueKind.Object) throw new MalformedException("customer", "an object with at least one name is expected");
        var one = Deserialise(told, id is null ? StableId.OfBody("events", told.Required("type"), told.Raw()) : null);
        CheckCustomer(one.Customer);
        CheckChannel(one);
        // JSON has numbers that no computer counts to; read as endless, they could not be written again, and would keep the others of the body out.
        if (one.Data.Seconds is { } seconds && !double.IsFinite(seconds)) throw new MalformedException("data.seconds", "a number of seconds is expected");
        return one with { At = at, ReceivedAt = now, Replayed = false };
    }

    /// <summary>
    /// The event that the reader stands before; null when it is not one as nearly all are, and <see cref="Read"/> is to tell what it is or what is
    /// wrong with it.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static CustomerEvent? Usual(ref Utf8JsonReader reader, DateTimeOffset now) =>
        EventReader.Event(ref reader, now) is { Id.Length: > 0 and <= LongestId, Customer.IsEmpty: false } one && one.At >= Times.First && IsKind(one.Kind) && IsOfKnownChannel(one) ? one : null;

    /// <summary>Refuses kinds that have not the form of one, and the one kind that only the agenda may tell.</summary>
    internal static void CheckKind(string? kind)
    {
        if (kind is null || !IsKind(kind)) throw new MalformedException("type", "a kind of event is expected, lower-case words joined by dots");
    }

    /// <summary>Refuses an event of nobody.</summary>
    internal static void CheckCustomer(Identifiers names)
    {
        if (names.IsEmpty) throw new MalformedException("customer", "at least one name of the customer is expected");
    }

    /// <summary>Refuses a word about a channel that there is not, which would be taken and never kept to.</summary>
    internal static void CheckChannel(CustomerEvent one)
    {
        if (!IsOfKnownChannel(one)) throw new MalformedException("data.channel", "email, sms or tracking is expected");
    }

    private static bool IsOfKnownChannel(CustomerEvent one) => one.Kind != EventKinds.ConsentChanged || one.Data.Channel is not { } channel || Channels.IsKnown(channel);

    private static bool IsKind(string kind) => EventKind.IsWellFormed(kind) && !EventKinds.IsInternal(kind);

    private static CustomerEvent Deserialise(JsonElement told, string? id)
    {
        try
        {
            if (id is null) return told.Deserialize(EventJson.One) ?? throw new MalformedException("", "an event is an object");
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                writer.WriteString("id", id);
                foreach (var property in told.EnumerateObject())
                {
                    // A null id would undo the one just given.
                    if (!property.NameEquals("id")) property.WriteTo(writer);
                }
                writer.WriteEndObject();
            }
            var reader = new Utf8JsonReader(buffer.WrittenSpan);
            return JsonSerializer.Deserialize(ref reader, EventJson.One) ?? throw new MalformedException("", "an event is an object");
        }
        catch (JsonException e)
        {
            throw new MalformedException(Field(e.Path), "a value of another kind is expected");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new MalformedException("", "the text is not Unicode");
        }
    }

    private static string Field(string? path) => path is { Length: > 2 } ? path[2..] : "";
}
