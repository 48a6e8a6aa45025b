using System.Text.Json;
using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

// The mail as the API reads it.
public partial class SendGridMessage
{
    private static readonly JsonSerializerOptions Wire = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The mail as JSON. Plain text is put before HTML, as the API demands.</summary>
    /// <param name="useDefaultSerialization">Without effect here: the official client chooses between two settings of its serialiser.</param>
    public string Serialize(bool useDefaultSerialization = true)
    {
        if (PlainTextContent is not null || HtmlContent is not null)
        {
            Contents = [];
            AddIfAny(MimeType.Text, PlainTextContent);
            AddIfAny(MimeType.Html, HtmlContent);
            PlainTextContent = HtmlContent = null;
        }

        if (Contents is { Count: > 1 })
        {
            Contents = [.. Contents
                .Where(part => !string.IsNullOrEmpty(part.Type) && !string.IsNullOrEmpty(part.Value))
                .OrderBy(part => part.Type == MimeType.Text ? 0 : part.Type == MimeType.Html ? 1 : 2)];
        }

        return JsonSerializer.Serialize(this, Wire);
    }

    /// <summary>Reads a mail back from JSON.</summary>
    public static SendGridMessage Deserialize(string json) => JsonSerializer.Deserialize<SendGridMessage>(json, Wire);

    private void AddIfAny(string type, string value)
    {
        if (value is not null)
        {
            AddContent(type, value);
        }
    }
}
