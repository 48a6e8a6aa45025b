using System.CommandLine;
using System.Globalization;
using System.IO.Compression;

namespace Handraiser.Benchmarks;

/// <summary>Reads the public data sets in place; they are never part of the project.</summary>
internal static class DataSets
{
    /// <summary>Where they lie unless told otherwise: HANDRAISER_SHARED, or a folder "shared" beside the project.</summary>
    public static string DefaultFolder => Path.Combine(Environment.GetEnvironmentVariable("HANDRAISER_SHARED") ?? BesideProject() ?? "../shared", "datasets");

    public static Option<DirectoryInfo> FolderOption() => new("--data")
    {
        Description = "The folder with the data sets.",
        DefaultValueFactory = _ => new DirectoryInfo(DefaultFolder),
    };

    /// <summary>Runs what reads data sets; one that is missing or tells nothing is told in a sentence. Returns the exit code.</summary>
    public static int Using(Action work)
    {
        try
        {
            work();
            return 0;
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    public static IEnumerable<string> Lines(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{file} is missing in {folder}; name the folder with --data.", path);
        }

        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    public static int Day(string text, string format) =>
        DateOnly.ParseExact(text, format, CultureInfo.InvariantCulture).DayNumber;

    public static decimal Amount(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string? BesideProject()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Serverless.sln")))
            {
                return at.Parent is { } above ? Path.Combine(above.FullName, "shared") : null;
            }
        }

        return null;
    }
}
