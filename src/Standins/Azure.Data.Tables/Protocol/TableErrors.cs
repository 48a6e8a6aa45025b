#nullable enable
using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>Reads the service's error bodies: <c>{"odata.error":{"code":"...","message":{"value":"..."}}}</c>.</summary>
internal sealed class TableErrors : RequestFailedDetailsParser
{
    /// <summary>The key in an exception's data under which the index of a transaction's failed action stands.</summary>
    public const string FailedIndex = "FailedEntity";

    public static readonly TableErrors Parser = new();

    public static RequestFailedException Of(Response response) => new(response, null, Parser);

    public static bool Has(Response response, string code) => Parser.TryParse(response, out var error, out _) && error?.Code == code;

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        error = null;
        data = null;
        if (response.ContentStream is not { Length: > 0 })
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(response.Content.ToMemory().Span);
            if (!JsonElement.TryParseValue(ref reader, out var parsed) || parsed is not { ValueKind: JsonValueKind.Object } body
                || !body.TryGetProperty("odata.error", out var detail) || detail.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            var code = detail.TryGetProperty("code", out var name) ? name.GetString() : null;
            var message = detail.TryGetProperty("message", out var text) && text.TryGetProperty("value", out var value) ? value.GetString() : null;
            error = new ResponseError(code, message);
            data = IndexOf(message);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // In a transaction the message starts with the failed action's index and a colon.
    private static Dictionary<string, string>? IndexOf(string? message)
    {
        var colon = message?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new() { [FailedIndex] = message![..colon] }
            : null;
    }
}
