using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Intake.OwnEvents;
using Handraiser.Functions.Intake.Senders.Resend;
using Handraiser.Functions.Intake.Senders.Common;

namespace Handraiser.Functions.Intake.Senders.Standard;

/// <summary>
/// Anything that speaks Standard Webhooks: <c>type</c>, <c>timestamp</c> and <c>data</c>, where the data has <c>customer</c> and
/// <c>data</c> as in our own format (<c>docs/events.md</c>). Mail events of the form that Resend uses are read as such.
/// </summary>
public sealed class StandardParser : IParser
{
    /// <inheritdoc/>
    public Parsed Parse(WebhookRequest request) => Bodies.One(request, (body, parsed) =>
    {
        if (body.Part("data").Text("email_id") is not null) ResendParser.Translate(request, "standard", body, parsed);
        else parsed.Events.Add(Own(request, body));
    });

    private static CustomerEvent Own(WebhookRequest request, JsonElement body)
    {
        var type = body.Required("type").ToLowerInvariant();
        var data = body.Part("data");
        var whole = new Dictionary<string, JsonElement>
        {
            ["id"] = Text(StandardVerifier.Id(request) is { } id ? $"standard:{id}" : StableId.OfBody("standard", type, request.Body.Span)),
            ["type"] = Text(type),
            ["at"] = Text(body.Text("timestamp") ?? request.Now.ToString("O")),
            ["source"] = Text("standard"),
            ["customer"] = data.Part("customer"),
            ["data"] = data.Part("data"),
        };
        return OwnEvent.Read(JsonSerializer.SerializeToElement(whole.Where(p => p.Value.ValueKind != JsonValueKind.Undefined).ToDictionary()), request.Now);
    }

    private static JsonElement Text(string value) => JsonSerializer.SerializeToElement(value);
}
