using Xunit;

namespace Handraiser.Tests;

/// <summary>What others made and we only read: the folder of <c>HANDRAISER_SHARED</c>, else <c>../shared</c> beside the project.</summary>
internal static class Shared
{
    /// <summary>A path inside the folder; the test is reported as absent where the folder is missing.</summary>
    public static string Path(params string[] parts)
    {
        var root = Root();
        Skip.If(root is null, "The folder of shared vectors is absent (HANDRAISER_SHARED, else ../shared beside the project).");
        return System.IO.Path.Combine([root!, .. parts]);
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("HANDRAISER_SHARED") is { Length: > 0 } told) return Directory.Exists(told) ? told : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "Serverless.sln"))) continue;
            var beside = System.IO.Path.Combine(folder.Parent!.FullName, "shared");
            return Directory.Exists(beside) ? beside : null;
        }
        return null;
    }
}
