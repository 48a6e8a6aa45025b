using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Handraiser.Benchmarks.Pipeline;
using Handraiser.LocalHost;

namespace Handraiser.Benchmarks.Soak;

/// <summary>The host's process, seen from outside.</summary>
internal sealed class SoakProcess : IAsyncDisposable
{
    private readonly Process process;

    private SoakProcess(Process process, int port)
    {
        this.process = process;
        Door = new Uri($"http://127.0.0.1:{port}/");
    }

    /// <summary>Where it listens.</summary>
    public Uri Door { get; }

    public static async Task<SoakProcess> StartAsync(string storage, string folder)
    {
        var port = FreePort.Find();
        var host = new SoakProcess(SmallestInstance.Start("soak-host", "--storage", storage, "--folder", folder, "--port", port.ToString(CultureInfo.InvariantCulture)), port);
        await host.AnswerAsync();
        return host;
    }

    /// <summary>How it stands.</summary>
    public async Task<HostState> StateAsync()
    {
        await process.StandardInput.WriteLineAsync("state");
        return JsonSerializer.Deserialize<HostState>(await AnswerAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<string> AnswerAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(SoakHost.Mark, StringComparison.Ordinal)) return line[SoakHost.Mark.Length..];
            await Console.Error.WriteLineAsync(line);
        }
        throw new InvalidOperationException("The host's process ended by itself.");
    }
}
