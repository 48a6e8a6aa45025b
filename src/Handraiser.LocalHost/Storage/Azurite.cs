using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Handraiser.LocalHost.Storage;

/// <summary>
/// A running Azurite, Microsoft's storage emulator: blobs, queues and tables on free ports of the loopback address.
/// Disposing it stops one that this process owns; one that was started to outlive us is left running.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private static readonly string[] s_common =
        ["--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--silent", "--skipApiVersionCheck", "--disableTelemetry"];

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly AzuriteEndpoint _endpoint;
    private readonly Process? _owned;

    private Azurite(AzuriteEndpoint endpoint, Process? owned)
    {
        _endpoint = endpoint;
        _owned = owned;
    }

    /// <summary>The full connection string, with the emulator's published key.</summary>
    public string ConnectionString => _endpoint.ConnectionString;

    /// <summary>The emulator's process.</summary>
    public int ProcessId => _endpoint.ProcessId;

    /// <summary>
    /// Starts one that ends with this process, by <see cref="DisposeAsync"/> or by the process's death.
    /// </summary>
    /// <param name="dataFolder">Where to keep the data; null keeps them in memory.</param>
    /// <param name="progress">Gets a line when Azurite has first to be installed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LocalStorageException">Node is missing, or the installation or the start failed.</exception>
    public static async Task<Azurite> StartOwnedAsync(string? dataFolder, Action<string> progress, CancellationToken cancellationToken = default)
    {
        var installed = await AzuriteInstaller.EnsureAsync(progress, cancellationToken);
        var process = NodeProcess.StartNode(installed, [Path.Combine(installed, "owned.js"), .. s_common, .. Data(dataFolder)]);
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(await WaitAsync(process, () => Text(output), cancellationToken), process);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Finds the one that an earlier start left running on this folder, else starts one that outlives this process.
    /// Two processes that start at once get the same one.
    /// </summary>
    /// <param name="folder">Holds the data (<c>data</c>), the log and <c>endpoint.json</c>, which says where it listens.</param>
    /// <param name="progress">Gets a line when Azurite has first to be installed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LocalStorageException">Node is missing, or the installation or the start failed.</exception>
    public static async Task<Azurite> StartOrReuseAsync(string folder, Action<string> progress, CancellationToken cancellationToken = default)
    {
        var installed = await AzuriteInstaller.EnsureAsync(progress, cancellationToken);
        using var _ = await FileLock.AcquireAsync(Path.Combine(folder, "start.lock"), s_patience, cancellationToken);
        var stateFile = Path.Combine(folder, "endpoint.json");
        if (AzuriteEndpoint.Read(stateFile) is { } known && await known.AnswersAsync(cancellationToken))
        {
            return new(known, owned: null);
        }

        var log = Path.Combine(folder, "azurite.log");
        using var launcher = NodeProcess.StartNode(
            installed, [Path.Combine(installed, "detached.js"), log, .. s_common, .. Data(Path.Combine(folder, "data"))]);
        launcher.StandardInput.Close();
        var printed = await launcher.StandardOutput.ReadToEndAsync(cancellationToken);
        if (!int.TryParse(printed, CultureInfo.InvariantCulture, out var processId))
        {
            throw new LocalStorageException("Azurite could not be started: " + await launcher.StandardError.ReadToEndAsync(cancellationToken));
        }

        using var process = Find(processId) ?? throw new LocalStorageException("Azurite ended at once; its log is " + log);
        var endpoint = await WaitAsync(process, () => ReadLog(log), cancellationToken);
        endpoint.Write(stateFile);
        return new(endpoint, owned: null);
    }

    /// <summary>The connection string of the one that an earlier start left running on this folder; null when none runs. Starts nothing.</summary>
    public static async Task<string?> FindAsync(string folder, CancellationToken cancellationToken = default) =>
        AzuriteEndpoint.Read(Path.Combine(folder, "endpoint.json")) is { } known && await known.AnswersAsync(cancellationToken) ? known.ConnectionString : null;

    /// <summary>Stops the emulator, owned or not, so that it writes its data, and waits for its end.</summary>
    public async Task StopAsync()
    {
        using var process = Find(ProcessId);
        if (process is null)
        {
            return;
        }

        if (_owned is not null)
        {
            _owned.StandardInput.Close();
        }
        else if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            using var signal = Process.Start("kill", ["-TERM", ProcessId.ToString(CultureInfo.InvariantCulture)]);
            await signal.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await (_owned ?? process).WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_owned is not null)
        {
            await StopAsync();
            _owned.Dispose();
        }
    }

    private static string[] Data(string? folder) => folder is null ? ["--inMemoryPersistence"] : ["--location", folder];

    private static async Task<AzuriteEndpoint> WaitAsync(Process process, Func<string> output, CancellationToken cancellationToken)
    {
        for (var attempts = (int)(s_patience / s_pause); attempts > 0 && !process.HasExited; attempts--)
        {
            if (AzuriteEndpoint.FromOutput(process.Id, output()) is { } endpoint && await endpoint.AnswersAsync(cancellationToken))
            {
                return endpoint;
            }

            await Task.Delay(s_pause, cancellationToken);
        }

        throw new LocalStorageException("Azurite did not start; it said: " + output().Trim());
    }

    private static Process? Find(int processId)
    {
        try
        {
            return Process.GetProcessById(processId);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Azurite holds the file open for writing, which must be allowed to go on.
    private static string ReadLog(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
        {
            output.AppendLine(line);
        }
    }

    private static string Text(StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}
