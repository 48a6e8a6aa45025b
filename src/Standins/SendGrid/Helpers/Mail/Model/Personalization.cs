using System.Text.Json;
using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Who gets a mail, and what is special to them.</summary>
public class Personalization
{
    /// <summary>Recipients; each address is sent once.</summary>
    [JsonPropertyName("to")]
    [JsonConverter(typeof(DistinctAddresses))]
    public List<EmailAddress> Tos { get; set; }

    /// <summary>Recipients of a copy.</summary>
    [JsonPropertyName("cc")]
    [JsonConverter(typeof(DistinctAddresses))]
    public List<EmailAddress> Ccs { get; set; }

    /// <summary>Recipients of a blind copy.</summary>
    [JsonPropertyName("bcc")]
    [JsonConverter(typeof(DistinctAddresses))]
    public List<EmailAddress> Bccs { get; set; }

    /// <summary>The sender, where it differs from the mail's.</summary>
    [JsonPropertyName("from")]
    public EmailAddress From { get; set; }

    /// <summary>The subject.</summary>
    [JsonPropertyName("subject")]
    public string Subject { get; set; }

    /// <summary>Headers of the mail.</summary>
    [JsonPropertyName("headers")]
    public Dictionary<string, string> Headers { get; set; }

    /// <summary>Replacements in the text.</summary>
    [JsonPropertyName("substitutions")]
    public Dictionary<string, string> Substitutions { get; set; }

    /// <summary>Values that come back with every event about this mail.</summary>
    [JsonPropertyName("custom_args")]
    public Dictionary<string, string> CustomArgs { get; set; }

    /// <summary>When to send: seconds since 1970, UTC.</summary>
    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }
}

/// <summary>Writes each address once: the API refuses a mail that names one twice.</summary>
internal sealed class DistinctAddresses : JsonConverter<List<EmailAddress>>
{
    public override List<EmailAddress> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        [.. JsonSerializer.Deserialize<EmailAddress[]>(ref reader, options)];

    public override void Write(Utf8JsonWriter writer, List<EmailAddress> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Distinct().ToArray(), options);
}
