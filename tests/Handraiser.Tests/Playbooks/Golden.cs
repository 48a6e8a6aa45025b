using Xunit;

namespace Handraiser.Tests.Playbooks;

/// <summary>Compares with a file of the project; with the environment variable HANDRAISER_WRITE_GOLDEN set, writes it instead.</summary>
internal static class Golden
{
    public static string Root { get; } = FindRoot();

    public static void Equal(string path, string actual)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("HANDRAISER_WRITE_GOLDEN") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), actual.ReplaceLineEndings("\n"));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The project's root was not found.");
    }
}
