using System.Security.Cryptography;

namespace Handraiser.LocalHost.Storage;

/// <summary>Installs pinned npm packages once per project, from a lock file that is checked in.</summary>
internal static class NpmFolder
{
    private const string Lock = "package-lock.json";
    private const string Mark = "installed";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    /// <summary>The folder below <c>.local</c> in which the packages are installed after this; nothing is done when the pinned ones are there already.</summary>
    /// <param name="source">Holds <c>package.json</c>, its lock file and what goes beside them.</param>
    /// <param name="name">The folder's name.</param>
    /// <param name="starts">Called when an installation starts.</param>
    /// <param name="cancellationToken">Ends the wait; a half installation is repeated next time.</param>
    /// <exception cref="LocalStorageException">Node is missing, or npm failed.</exception>
    public static async Task<string> EnsureAsync(string source, string name, Action starts, CancellationToken cancellationToken)
    {
        var folder = LocalFolder.Of(name);
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(source, Lock), cancellationToken)));
        if (IsInstalled(folder, wanted)) return folder;

        using var _ = await FileLock.AcquireAsync(folder + ".lock", s_patience, cancellationToken);
        if (IsInstalled(folder, wanted)) return folder;

        starts();
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, Mark));
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        // No package that we use needs its install script, and scripts of strangers are better not run.
        await NodeProcess.RunNpmAsync(folder, cancellationToken, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund");
        await File.WriteAllTextAsync(Path.Combine(folder, Mark), wanted, cancellationToken);
        return folder;
    }

    private static bool IsInstalled(string folder, string wanted) =>
        File.Exists(Path.Combine(folder, Mark)) && File.ReadAllText(Path.Combine(folder, Mark)) == wanted;
}
