using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

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

    /// <summary>Where settings stand that count instead of a value of the file, as on Azure: <c>AzureFunctionsJobHost__extensions__queues__batchSize</c>.</summary>
    private const string Section = "AzureFunctionsJobHost";

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">The settings, some of which may count instead of a value of the file; null for none.</param>
    /// <exception cref="FormatException">A value is not what the host would accept; names the value.</exception>
    public static HostJson Load(string path, IConfiguration? settings = null) => Parse(File.ReadAllText(path), settings);

    /// <summary>Reads the file's text. What is left out has the host's default.</summary>
    /// <param name="json">The text.</param>
    /// <param name="settings">The settings, some of which may count instead of a value of the file; null for none.</param>
    /// <exception cref="FormatException">A value is not what the host would accept; names the value.</exception>
    public static HostJson Parse(string json, IConfiguration? settings = null)
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

        if (root is JsonObject file && settings?.GetSection(Section) is { } over) Lay(over, file);
        var extensions = root?["extensions"];
        var prefix = extensions?["http"]?["routePrefix"]?.ToString() ?? "api";
        return new HostJson { RoutePrefix = prefix.Trim('/'), Queues = QueueSettings.Read(extensions?["queues"]) };
    }

    private static void Lay(IConfigurationSection over, JsonObject file)
    {
        foreach (var part in over.GetChildren())
        {
            // The file's own spelling counts: names of settings tell no case apart.
            var name = file.Select(member => member.Key).FirstOrDefault(key => key.Equals(part.Key, StringComparison.OrdinalIgnoreCase)) ?? part.Key;
            if (part.Value is { } value) file[name] = value;
            else if (file[name] is JsonObject inner) Lay(part, inner);
            else Lay(part, (JsonObject)(file[name] = new JsonObject()));
        }
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
