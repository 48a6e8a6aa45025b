using System.Text;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Profiles;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake.OwnEvents;

/// <summary>
/// CloudEvents 1.0 over HTTP: structured, batched and binary (CloudEvents, "HTTP protocol binding"). The type is the kind of event; the
/// data is an object with <c>customer</c> and <c>data</c> as in our own format. Where the data names nobody, the subject does.
/// </summary>
public static class CloudEvents
{
    /// <summary>The media type of one event.</summary>
    public const string Structured = "application/cloudevents+json";
    /// <summary>The media type of a list of events.</summary>
    public const string Batched = "application/cloudevents-batch+json";

    /// <summary>Whether the attributes stand in headers.</summary>
    public static bool IsBinary(IHeaderDictionary headers) => headers.ContainsKey("ce-specversion");

    /// <summary>One event whose attributes stand in headers and whose body is its data.</summary>
    public static Parsed Binary(WebhookRequest request, string? type)
    {
        var parsed = new Parsed();
        try
        {
            var isJson = type is null or "application/json" || type.EndsWith("+json", StringComparison.Ordinal);
            using var data = isJson && !request.Body.IsEmpty ? Json.Document(request.Body) : null;
            var attributes = new Attributes(Header("specversion"), Header("id"), Header("source"), Header("type"), Header("subject"), Header("time"));
            parsed.Events.Add(Translate(attributes, data?.RootElement ?? default, request.Now));
        }
        catch (MalformedException e)
        {
            parsed.Refuse(e, request.Body.Span);
        }
        return parsed;

        // Attributes are percent-encoded in headers, and decoded once.
        string? Header(string name) => request.Header($"ce-{name}") is { } value ? Uri.UnescapeDataString(value) : null;
    }

    /// <summary>One event of a structured or batched body.</summary>
    /// <exception cref="MalformedException">A field is missing or wrong.</exception>
    public static CustomerEvent Read(JsonElement told, DateTimeOffset now)
    {
        if (told.ValueKind != JsonValueKind.Object) throw new MalformedException("", "an event is an object");
        var attributes = new Attributes(told.Text("specversion"), told.Text("id"), told.Text("source"), told.Text("type"), told.Text("subject"), told.Text("time"));
        if (told.Text("data_base64") is not { } coded) return Translate(attributes, told.Part("data"), now);
        try
        {
            using var data = JsonDocument.Parse(Convert.FromBase64String(coded));
            return Translate(attributes, data.RootElement, now);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new MalformedException("data_base64", "Base64 of JSON is expected");
        }
    }

    private static CustomerEvent Translate(Attributes told, JsonElement data, DateTimeOffset now)
    {
        if (told.SpecVersion != "1.0") throw new MalformedException("specversion", "1.0 is expected");
        var id = told.Id ?? throw new MalformedException("id", "a text is expected");
        var source = told.Source ?? throw new MalformedException("source", "a text is expected");
        var kind = told.Type?.ToLowerInvariant();
        OwnEvent.CheckKind(kind);
        var at = told.Time is null ? now : Times.FromText(told.Time) ?? throw new MalformedException("time", "a time in ISO 8601, not before 1970, is expected");
        var (names, details) = Content(data);
        if (names.IsEmpty) names = Subject(told.Subject);
        OwnEvent.CheckCustomer(names);
        // CloudEvents are unique by source and id together.
        var one = new CustomerEvent { Id = StableId.Of("cloudevents", source, id), Kind = kind!, At = at, ReceivedAt = now, Source = "events", Customer = names, Data = details };
        OwnEvent.CheckChannel(one);
        return one;
    }

    private static (Identifiers Names, EventData Details) Content(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object) return (new Identifiers(), EventData.None);
        var whole = JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>
        {
            ["id"] = JsonSerializer.SerializeToElement("-"),
            ["type"] = JsonSerializer.SerializeToElement("cloud.event"),
            ["at"] = JsonSerializer.SerializeToElement(Times.First),
            ["customer"] = data.Part("customer") is { ValueKind: JsonValueKind.Object } customer ? customer : JsonSerializer.SerializeToElement(new { id = "-" }),
            ["data"] = data.Part("data") is { ValueKind: JsonValueKind.Object } details ? details : JsonSerializer.SerializeToElement(new { }),
        });
        var read = OwnEvent.Read(whole, Times.First);
        return (read.Customer is { Id: "-" } ? new Identifiers() : read.Customer, read.Data);
    }

    private static Identifiers Subject(string? subject) => subject switch
    {
        null => new Identifiers(),
        _ when Identity.IsId(subject) => new Identifiers { Id = subject },
        _ when Identity.NormalEmail(subject) is not null => new Identifiers { Email = subject },
        _ when Identity.NormalPhone(subject) is not null => new Identifiers { Phone = subject },
        _ => new Identifiers { ShopId = subject },
    };

    private sealed record Attributes(string? SpecVersion, string? Id, string? Source, string? Type, string? Subject, string? Time);
}
