using System.Text.Json;
using System.Text.Json.Serialization;
using Handraiser.Functions.Intake;

namespace Handraiser.Functions.Privacy;

/// <summary>What is to be done about privacy, in the queue <c>privacy</c>; every step may be done any number of times.</summary>
internal sealed record PrivacyMessage
{
    /// <summary>A right that a customer exercised at the store system.</summary>
    [JsonPropertyName("request")] public PrivacyRequest? Request { get; init; }
    /// <summary>Who passed it on, or asked for it.</summary>
    [JsonPropertyName("by")] public required string By { get; init; }
    /// <summary>When it was asked for, UTC: what happened before is gone, what happens after is new.</summary>
    [JsonPropertyName("at")] public required DateTimeOffset At { get; init; }
    /// <summary>Hashes to look at once more, after every instance knows of their erasure.</summary>
    [JsonPropertyName("again")] public IReadOnlyList<string>? Again { get; init; }
    /// <summary>Set when a person has confirmed that a whole shop is to go: the bucket that is next.</summary>
    [JsonPropertyName("bucket")] public int? Bucket { get; init; }

    /// <summary>The span that asked for it (<see cref="Spans"/>); null where nobody follows it.</summary>
    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Origin { get; init; }

    /// <summary>As the queue carries it.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>From the queue.</summary>
    /// <exception cref="FormatException">It is not such a message.</exception>
    public static PrivacyMessage Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<PrivacyMessage>(text) ?? throw new FormatException("A privacy message is an object.");
        }
        catch (JsonException)
        {
            // Not chained: a JSON error quotes the text, which is personal, and failures are logged.
            throw new FormatException("A privacy message is JSON that says what is to be done and by whose wish.");
        }
    }
}
