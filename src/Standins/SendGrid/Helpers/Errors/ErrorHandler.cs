using System.Text.Json;
using System.Text.Json.Nodes;
using SendGrid.Helpers.Errors.Model;

namespace SendGrid.Helpers.Errors;

/// <summary>Makes exceptions of the API's errors.</summary>
public class ErrorHandler
{
    /// <summary>Throws the exception that fits the response's status.</summary>
    public static async Task ThrowException(HttpResponseMessage message)
    {
        var text = await Describe(message);
        throw (int)message.StatusCode switch
        {
            400 => new BadRequestException(text),
            401 => new UnauthorizedException(text),
            403 => new ForbiddenException(text),
            404 => new NotFoundException(text),
            405 => new MethodNotAllowedException(text),
            413 => new PayloadTooLargeException(text),
            415 => new UnsupportedMediaTypeException(text),
            429 => new TooManyRequestsException(text),
            500 => new ServerUnavailableException(text),
            503 => new ServiceNotAvailableException(text),
            >= 400 and < 500 => new RequestErrorException(text),
            >= 500 => new SendGridInternalException(text),
            _ => (Exception)new BadRequestException(text),
        };
    }

    private static async Task<string> Describe(HttpResponseMessage response)
    {
        var body = Parse(await response.Content.ReadAsStringAsync()) as JsonObject;
        var first = body?["errors"] is JsonArray { Count: > 0 } errors ? errors[0] as JsonObject : null;
        return JsonSerializer.Serialize(new
        {
            ErrorHttpStatusCode = (int)response.StatusCode,
            ErrorReasonPhrase = response.ReasonPhrase,
            SendGridErrorMessage = (first is null ? body?["error"] : first["message"])?.ToString(),
            FieldWithError = first?["field"]?.ToString(),
            HelpLink = first?["help"]?.ToString(),
        });
    }

    private static JsonNode Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
