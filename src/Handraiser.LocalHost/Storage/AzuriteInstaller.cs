using System.Diagnostics;

namespace Handraiser.LocalHost.Storage;

/// <summary>Installs the pinned npm package Azurite once per project.</summary>
internal static class AzuriteInstaller
{
    /// <summary>A slow line can take minutes; whoever waits is told that it goes on.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(10);

    /// <summary>The folder in which Azurite is installed after this; nothing is done when the pinned one is there already.</summary>
    /// <param name="progress">Gets a line when an installation starts, one every ten seconds, and one when it is done.</param>
    /// <param name="cancellationToken">Ends the wait; a half installation is repeated next time.</param>
    /// <exception cref="LocalStorageException">Node is missing, or npm failed.</exception>
    public static async Task<string> EnsureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var installs = false;
        var began = Stopwatch.GetTimestamp();
        var installation = NpmFolder.EnsureAsync(Path.Combine(AppContext.BaseDirectory, "azurite"), "azurite-npm", Starts, cancellationToken);
        using var beat = new PeriodicTimer(s_beat);
        while (await Task.WhenAny(installation, beat.WaitForNextTickAsync(CancellationToken.None).AsTask()) != installation)
        {
            progress($"{(installs ? "Still installing Azurite" : "Another process is installing Azurite")}, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s so far ...");
        }

        var folder = await installation;
        if (installs) progress("Azurite is installed.");
        return folder;

        void Starts()
        {
            installs = true;
            progress("Installing the storage emulator Azurite by npm (once, half a minute to two minutes) ...");
        }
    }
}
