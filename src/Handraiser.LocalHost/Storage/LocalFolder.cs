namespace Handraiser.LocalHost.Storage;

/// <summary>The git-ignored folder <c>.local</c> in which everything lies that running on one machine leaves behind.</summary>
public static class LocalFolder
{
    private const string RootMark = "Serverless.sln";

    /// <summary>The project's root when run from its tree, else the current directory.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder <c>.local</c> itself; it may not exist yet.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Root, ".local");

    /// <summary>A folder or file below <c>.local</c>.</summary>
    public static string Of(string name) => System.IO.Path.Combine(Path, name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, RootMark)))
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
