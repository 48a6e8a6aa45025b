using System.Text.Json;
using System.Text.Json.Nodes;
using Handraiser.LocalHost.Storage;

namespace Handraiser.Tests.Infra;

/// <summary>What a Bicep file declares, as <c>bicep/parse.mjs</c> reads it with the grammar of tree-sitter-bicep.</summary>
/// <param name="Errors">Where the grammar does not understand it.</param>
/// <param name="Declarations">Parameters, variables, resources, modules and outputs, in order.</param>
/// <param name="Uses">How often each identifier stands in it.</param>
internal sealed record BicepFile(IReadOnlyList<string> Errors, IReadOnlyList<Declaration> Declarations, IReadOnlyDictionary<string, int> Uses)
{
    /// <summary>The text as it stands in the file.</summary>
    public string Source { get; init; } = "";

    public IEnumerable<Declaration> Of(string kind) => Declarations.Where(d => d.Kind == kind);

    /// <summary>The texts of a variable that is a list of plain texts.</summary>
    public IReadOnlyList<string> Texts(string variable) =>
        Of("var").FirstOrDefault(v => v.Name == variable)?.Value is JsonArray list ? [.. list.Select(v => v!.ToString())] : [];
}

/// <summary>One declaration. An expression that is no plain value is an object with the one property <c>$</c>, its source; a loop has <c>each</c>, its body.</summary>
internal sealed record Declaration(string Kind, string Name)
{
    public JsonNode? Value { get; init; }
    public JsonNode? Default { get; init; }
    public string Text { get; init; } = "";
    public string Type { get; init; } = "";
    public string Version { get; init; } = "";
    public string Path { get; init; } = "";
    public bool Existing { get; init; }
    public IReadOnlyList<string> Decorators { get; init; } = [];

    public bool IsDescribed => Decorators.Any(d => d.StartsWith("@description(", StringComparison.Ordinal) && d.Length > "@description('')".Length);

    /// <summary>The body of a resource or module; of a loop, of one round.</summary>
    public JsonObject Body => (Value?["each"] ?? Value)!.AsObject();
}

/// <summary>The files of <c>infra/</c>, and the way to read a changed copy of them.</summary>
internal static class BicepFiles
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly string Folder = System.IO.Path.Combine(LocalFolder.Root, "infra");

    /// <summary>The texts by their path below <c>infra/</c>, with slashes.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = Directory.GetFiles(Folder, "*.bicep*", SearchOption.AllDirectories)
        .ToDictionary(f => System.IO.Path.GetRelativePath(Folder, f).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    private static readonly Lazy<Task<IReadOnlyDictionary<string, BicepFile>>> s_asTheyAre = new(() => ReadAsync(Texts));
    private static readonly Lazy<Task<string>> s_grammar = new(InstallAsync);

    /// <summary>The files as they are.</summary>
    public static Task<IReadOnlyDictionary<string, BicepFile>> AsTheyAre => s_asTheyAre.Value;

    /// <summary>A copy of the files in which one text is replaced.</summary>
    public static async Task<IReadOnlyDictionary<string, BicepFile>> ChangedAsync(string file, string from, string to)
    {
        if (!Texts[file].Contains(from, StringComparison.Ordinal)) throw new ArgumentException($"{file} does not contain \"{from}\".", nameof(from));
        var changed = await ReadAsync(new Dictionary<string, string> { [file] = Texts[file].Replace(from, to, StringComparison.Ordinal) });
        return new Dictionary<string, BicepFile>(await AsTheyAre) { [file] = changed[file] };
    }

    private static async Task<IReadOnlyDictionary<string, BicepFile>> ReadAsync(IReadOnlyDictionary<string, string> texts)
    {
        var grammar = await s_grammar.Value;
        using var node = NodeProcess.StartNode(grammar, "parse.mjs");
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEndAsync();
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(texts));
        node.StandardInput.Close();
        var read = await output;
        await node.WaitForExitAsync();
        return node.ExitCode == 0
            ? JsonSerializer.Deserialize<Dictionary<string, BicepFile>>(read, Web)!.ToDictionary(f => f.Key, f => f.Value with { Source = texts[f.Key] })
            : throw new InvalidOperationException($"The Bicep files could not be read: {await errors}");
    }

    private static async Task<string> InstallAsync()
    {
        var source = System.IO.Path.Combine(LocalFolder.Root, "tests/Handraiser.Tests/Infra/bicep");
        var folder = await NpmFolder.EnsureAsync(source, "bicep-npm", () => { }, CancellationToken.None);
        File.Copy(System.IO.Path.Combine(source, "parse.mjs"), System.IO.Path.Combine(folder, "parse.mjs"), overwrite: true);
        return folder;
    }
}
