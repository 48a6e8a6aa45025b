using Handraiser.LocalHost.Storage;

namespace Handraiser.Tests.Infra;

/// <summary>The resource types and properties that were looked up: <c>known-properties.txt</c>.</summary>
internal static class KnownProperties
{
    private static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> s_types = Read();

    /// <summary>The types, each with its version.</summary>
    public static IEnumerable<string> Types => s_types.Keys;

    /// <summary>The properties of a type, parts joined by points, lists passed over; null for an unknown type.</summary>
    public static IReadOnlySet<string>? Of(string typeWithVersion) => s_types.GetValueOrDefault(typeWithVersion);

    private static Dictionary<string, IReadOnlySet<string>> Read()
    {
        var types = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        HashSet<string> properties = [];
        foreach (var line in File.ReadLines(Path.Combine(LocalFolder.Root, "tests/Handraiser.Tests/Infra/known-properties.txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == ' ') properties.Add(line.Trim());
            else types[line] = properties = [];
        }
        return types;
    }
}
