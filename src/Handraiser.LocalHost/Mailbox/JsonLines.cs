using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Handraiser.LocalHost.Mailbox;

/// <summary>A file with one JSON value a line, only ever added to. Its caller takes care that one writes at a time.</summary>
internal sealed class JsonLines<T> : IDisposable
    where T : class
{
    private readonly JsonTypeInfo<T> type;
    private readonly FileStream file;

    /// <summary>Opens a file, which need not exist, and tells what stands in it, oldest first.</summary>
    public JsonLines(string path, JsonTypeInfo<T> type, Action<T> replay)
    {
        this.type = type;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (File.Exists(path)) foreach (var line in File.ReadLines(path)) Replay(line, replay);
        file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Adds one. When the call returns it is in the file.</summary>
    public void Write(T line)
    {
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, type) + "\n"));
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private void Replay(string text, Action<T> replay)
    {
        T? line;
        try
        {
            line = JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            // The last line of a host that was killed while it wrote: what stood in it was never acknowledged.
            return;
        }
        if (line is not null) replay(line);
    }
}
