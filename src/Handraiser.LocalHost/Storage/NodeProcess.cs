using System.ComponentModel;
using System.Diagnostics;

namespace Handraiser.LocalHost.Storage;

/// <summary>Starts Node and npm with redirected streams; a machine without them gets one clear sentence.</summary>
internal static class NodeProcess
{
    private const string Missing = "Node.js 20 or newer is needed for the local storage emulator (Azurite) and was not found on the PATH: install it from https://nodejs.org, or configure a storage account.";

    /// <summary>A started <c>node</c>, whose streams are all redirected.</summary>
    public static Process StartNode(string workingFolder, params IEnumerable<string> arguments) => Start("node", workingFolder, arguments);

    /// <summary>Runs <c>npm</c> to its end and returns what it printed.</summary>
    /// <exception cref="LocalStorageException">Node is missing, or npm failed; the message holds npm's last lines.</exception>
    public static async Task RunNpmAsync(string workingFolder, CancellationToken cancellationToken, params IEnumerable<string> arguments)
    {
        // On Windows npm is a script, which only the shell can start.
        using var npm = OperatingSystem.IsWindows()
            ? Start("cmd.exe", workingFolder, ["/c", "npm", .. arguments])
            : Start("npm", workingFolder, arguments);
        npm.StandardInput.Close();
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await npm.StandardError.ReadToEndAsync(cancellationToken);
            await output;
            await npm.WaitForExitAsync(cancellationToken);
            if (npm.ExitCode != 0)
            {
                throw new LocalStorageException($"npm could not install what is needed (exit code {npm.ExitCode}): {LastLines(errors)}");
            }
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(string program, string workingFolder, IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = workingFolder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception exception)
        {
            throw new LocalStorageException(Missing, exception);
        }
    }

    private static string LastLines(string text) => string.Join(" / ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(4));
}
