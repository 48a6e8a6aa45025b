using System.Security.Cryptography;

namespace Handraiser.LocalHost.Storage;

/// <summary>Installs the pinned npm package Azurite once per project, from the lock file that is checked in beside this class.</summary>
internal static class AzuriteInstaller
{
    private const string Lock = "package-lock.json";
    private const string Mark = "installed";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private static string Source => Path.Combine(AppContext.BaseDirectory, "azurite");

    /// <summary>The folder in which Azurite is installed after this; nothing is done when the pinned one is there already.</summary>
    /// <param name="progress">Gets one line when an installation starts and one when it is done.</param>
    /// <param name="cancellationToken">Ends the wait; a half installation is repeated next time.</param>
    /// <exception cref="LocalStorageException">Node is missing, or npm failed.</exception>
    public static async Task<string> EnsureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var folder = LocalFolder.Of("azurite-npm");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Source, Lock), cancellationToken)));
        if (IsInstalled(folder, wanted))
        {
            return folder;
        }

        using var _ = await FileLock.AcquireAsync(folder + ".lock", s_patience, cancellationToken);
        if (IsInstalled(folder, wanted))
        {
            return folder;
        }

        progress("Installing the storage emulator Azurite by npm (once, about half a minute) ...");
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, Mark));
        foreach (var file in Directory.GetFiles(Source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        // No package of it needs its install script, and scripts of strangers are better not run.
        await NodeProcess.RunNpmAsync(folder, cancellationToken, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund");
        await File.WriteAllTextAsync(Path.Combine(folder, Mark), wanted, cancellationToken);
        progress("Azurite is installed.");
        return folder;
    }

    private static bool IsInstalled(string folder, string wanted) =>
        File.Exists(Path.Combine(folder, Mark)) && File.ReadAllText(Path.Combine(folder, Mark)) == wanted;
}
