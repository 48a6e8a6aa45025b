namespace Handraiser.Messages;

/// <summary>Reads the text files that are built into this assembly, by their path in the project.</summary>
internal static class EmbeddedText
{
    /// <summary>Every built-in path that begins so, in ordinal order.</summary>
    public static IEnumerable<string> PathsUnder(string prefix) =>
        typeof(EmbeddedText).Assembly.GetManifestResourceNames()
            .Select(n => n.Replace('\\', '/'))
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>The text of one; a missing one is a fault of the build.</summary>
    public static string Read(string path)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidOperationException($"The assembly lacks its built-in file {path}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
