using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Handraiser.Playbooks.Vocabulary;

namespace Handraiser.Playbooks;

/// <summary>The JSON schema of playbooks, for completion and checking in editors (<c>docs/playbook.schema.json</c>); made of the words that the loader reads.</summary>
public static class PlaybookSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema, JSON Schema draft 2020-12.</summary>
    public static string Text()
    {
        var definitions = new JsonObject();
        var top = PlaybookWords.Top.Schema(definitions);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Handraiser playbook",
            ["$ref"] = top["$ref"]!.DeepClone(),
            ["$defs"] = definitions,
        };
        return schema.ToJsonString(Readable) + "\n";
    }
}
