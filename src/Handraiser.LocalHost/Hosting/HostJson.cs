using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// What <c>host.json</c> says about HTTP and queues, with the Functions host's own defaults
/// (https://learn.microsoft.com/azure/azure-functions/functions-host-json).
/// </summary>
public sealed record HostJson
{
    /// <summary>First part of every function's route, without slashes; empty for none.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>How queues are read.</summary>
    public QueueSettings Queues { get; init; } = new();

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">A value is not what the host would accept; names the value.</exception>
    public static HostJson Load(string path) => Parse(File.ReadAllText(path));

    /// <summary>Reads the file's text. What is left out has the host's default.</summary>
    /// <exception cref="FormatException">A value is not what the host would accept; names the value.</exception>
    public static HostJson Parse(string json)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException e)
        {
            throw new FormatException($"host.json is not JSON: {e.Message}", e);
        }

        var extensions = root?["extensions"];
        var prefix = extensions?["http"]?["routePrefix"]?.ToString() ?? "api";
        return new HostJson { RoutePrefix = prefix.Trim('/'), Queues = QueueSettings.Read(extensions?["queues"]) };
    }
}

/// <summary>How queues are read (<c>extensions.queues</c> of <c>host.json</c>).</summary>
public sealed record QueueSettings
{
    /// <summary>The longest wait between two looks at an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message that failed stays invisible before it is tried again.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Messages fetched at once, 1 to 32, all of which run at the same time.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>Tries after which a message goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>With so many messages still running, the next batch is fetched.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Whether a message's text is Base64 of its content, or the content itself.</summary>
    public bool Base64 { get; init; } = true;

    internal static QueueSettings Read(JsonNode? json)
    {
        var standard = new QueueSettings();
        var batchSize = Number(json, "batchSize", standard.BatchSize, 1, 32);
        return new QueueSettings
        {
            BatchSize = batchSize,
            NewBatchThreshold = Number(json, "newBatchThreshold", batchSize / 2, 0, 1000),
            MaxDequeueCount = Number(json, "maxDequeueCount", standard.MaxDequeueCount, 1, 1000),
            MaxPollingInterval = Span(json, "maxPollingInterval", standard.MaxPollingInterval, TimeSpan.FromMilliseconds(100)),
            VisibilityTimeout = Span(json, "visibilityTimeout", standard.VisibilityTimeout, TimeSpan.Zero),
            Base64 = json?["messageEncoding"]?.ToString().ToLowerInvariant() switch
            {
                null or "base64" => true,
                "none" => false,
                var other => throw Refuse("messageEncoding", other, "'none' or 'base64'"),
            },
        };
    }

    private static int Number(JsonNode? json, string name, int standard, int least, int most)
    {
        var text = json?[name]?.ToString();
        return text is null ? standard
            : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw Refuse(name, text, $"a number from {least} to {most}");
    }

    private static TimeSpan Span(JsonNode? json, string name, TimeSpan standard, TimeSpan least)
    {
        var text = json?[name]?.ToString();
        return text is null ? standard
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least && span <= TimeSpan.FromDays(7) ? span
            : throw Refuse(name, text, $"a time from {least} to seven days");
    }

    private static FormatException Refuse(string name, string value, string wanted) =>
        new($"host.json: extensions.queues.{name} is '{value}' but must be {wanted}.");
}
