using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>One part of a mail.</summary>
public class Content
{
    /// <summary>A part still to be filled in.</summary>
    public Content()
    {
    }

    /// <summary>A part.</summary>
    public Content(string type, string value)
    {
        Type = type;
        Value = value;
    }

    /// <summary>The media type.</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; }

    /// <summary>The text.</summary>
    [JsonPropertyName("value")]
    public string Value { get; set; }
}
