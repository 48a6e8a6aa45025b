using System.Text.Json;
using Xunit;

namespace Handraiser.Tests.Intake;

/// <summary>The recorded requests of one sender in the shared folder.</summary>
internal sealed record Vectors(string Sender, JsonElement Told)
{
    public string Name => Told.GetProperty("name").GetString()!;

    public (string Name, string Value)[] Headers =>
        Told.TryGetProperty("headers", out var headers) ? [.. headers.EnumerateObject().Select(h => (h.Name, h.Value.GetString()!))] : [];

    public string? Text(string name) => Told.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Flag(string name) => Told.GetProperty(name).GetBoolean();

    public DateTimeOffset? Now => Told.TryGetProperty("now", out var now) && now.ValueKind == JsonValueKind.Number ? DateTimeOffset.FromUnixTimeSeconds(now.GetInt64()) : null;

    public byte[] Body() => File.ReadAllBytes(Shared.Path("vectors", Sender, Text("body")!));

    public static IEnumerable<Vectors> Read(string sender)
    {
        var document = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("vectors", sender, "vectors.json")));
        return document.RootElement.EnumerateArray().Select(v => new Vectors(sender, v)).ToList();
    }
}
