namespace Handraiser.LocalHost.Storage;

/// <summary>Installs the pinned npm package Azurite once per project.</summary>
internal static class AzuriteInstaller
{
    /// <summary>The folder in which Azurite is installed after this; nothing is done when the pinned one is there already.</summary>
    /// <param name="progress">Gets one line when an installation starts and one when it is done.</param>
    /// <param name="cancellationToken">Ends the wait; a half installation is repeated next time.</param>
    /// <exception cref="LocalStorageException">Node is missing, or npm failed.</exception>
    public static async Task<string> EnsureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var installs = false;
        var folder = await NpmFolder.EnsureAsync(Path.Combine(AppContext.BaseDirectory, "azurite"), "azurite-npm", Starts, cancellationToken);
        if (installs) progress("Azurite is installed.");
        return folder;

        void Starts()
        {
            installs = true;
            progress("Installing the storage emulator Azurite by npm (once, about half a minute) ...");
        }
    }
}
