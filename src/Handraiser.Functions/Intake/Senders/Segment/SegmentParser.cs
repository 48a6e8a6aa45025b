using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders.Common;
using Handraiser.Profiles;

namespace Handraiser.Functions.Intake.Senders.Segment;

/// <summary>Segment-style calls (Segment, "Spec"): identify, track, page, screen, alias, group, alone, in a list or in a batch.</summary>
public sealed class SegmentParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request)
    {
        using var document = Json.Document(request.Body);
        var root = document.RootElement;
        var batch = root.Part("batch");
        return Bodies.Many(batch.ValueKind == JsonValueKind.Array ? batch : root, (told, parsed) => Translate(request, told, parsed), raw => raw);
    }

    private static void Translate(WebhookRequest request, JsonElement told, Parsed parsed)
    {
        var type = told.Text("type") ?? (told.Text("event") is null ? "identify" : "track");
        var names = Names(told);
        if (names.IsEmpty) throw new MalformedException("userId", "a userId or an anonymousId is expected");
        var context = told.Part("context");
        var (kind, data) = type switch
        {
            "identify" => (EventKinds.CustomerUpdated, new EventData { Traits = Traits(told.Part("traits")) }),
            "track" => SegmentCommerce.Translate(told.Required("event"), told.Part("properties")),
            "page" or "screen" => (EventKinds.PageViewed, new EventData { Url = told.Part("properties").Text("url") ?? context.Part("page").Text("url"), Category = told.Text("category") }),
            "alias" => (EventKinds.CustomerUpdated, EventData.None),
            "group" => (EventKinds.CustomerUpdated, new EventData { Extra = Json.Known(("group", told.Text("groupId"))) }),
            _ => throw new MalformedException("type", "identify, track, page, screen, alias or group is expected"),
        };
        parsed.Events.Add(new CustomerEvent
        {
            Id = told.Text("messageId") is { } id ? $"segment:{id}" : StableId.OfBody("segment", type, told.Raw()),
            Kind = kind,
            At = told.Time("timestamp") ?? told.Time("originalTimestamp") ?? told.Time("sentAt") ?? request.Now,
            ReceivedAt = request.Now,
            Source = "segment",
            Customer = names,
            Data = data with
            {
                UserAgent = context.Text("userAgent"),
                Ip = context.Text("ip"),
                Campaign = context.Part("campaign").Text("name"),
            },
        });
    }

    /// <summary>A user id is the shop's own number of the customer, unless the shop uses the address as such.</summary>
    private static Identifiers Names(JsonElement told)
    {
        var user = told.Text("userId");
        var isAddress = Identity.NormalEmail(user) is not null;
        // A group's traits are the company's: its address would make one customer of all who work there.
        var traits = told.Text("type") == "group" ? default : told.Part("traits");
        return new Identifiers
        {
            Email = traits.Text("email") ?? told.Part("context").Part("traits").Text("email") ?? told.Part("properties").Text("email") ?? (isAddress ? user : null),
            ShopId = isAddress ? null : user,
            Phone = traits.Text("phone") ?? told.Part("context").Part("traits").Text("phone"),
            AnonymousId = told.Text("anonymousId") ?? told.Text("previousId"),
        };
    }

    private static System.Collections.Immutable.ImmutableDictionary<string, string>? Traits(JsonElement traits)
    {
        var address = traits.Part("address");
        return Json.Known(
            ("firstName", traits.Text("firstName") ?? traits.Text("first_name")),
            ("lastName", traits.Text("lastName") ?? traits.Text("last_name")),
            ("language", traits.Text("language") ?? traits.Text("locale")),
            ("timeZone", traits.Text("timezone")),
            ("country", address.Text("country") ?? traits.Text("country")),
            ("city", address.Text("city") ?? traits.Text("city")));
    }
}
