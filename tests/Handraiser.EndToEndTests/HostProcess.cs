using System.Diagnostics;
using System.Text;
using Handraiser.LocalHost;

namespace Handraiser.EndToEndTests;

/// <summary>The local host as a user starts it: a process of its own, known only by what it prints and answers.</summary>
internal sealed class HostProcess : IDisposable
{
    private const string Listening = "Handraiser listens on ";

    private readonly Process process;
    private readonly StringBuilder printed = new();
    private readonly StringBuilder complaints = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Printed(line.Data);
        process.ErrorDataReceived += (_, line) => Append(complaints, line.Data);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The host ended before it listened: {Text(complaints)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => address.Task.Result;

    /// <summary>What it printed so far, its log included.</summary>
    public string Log => Text(printed);

    private static string ThisVersion => typeof(LocalApp).Assembly.Location;

    /// <summary>Serves, and returns when it listens.</summary>
    /// <param name="storage">The connection string.</param>
    /// <param name="folder">Its keys and its mailbox.</param>
    /// <param name="clock">The time at which its clock begins.</param>
    /// <param name="settings">Settings, as the environment tells them.</param>
    public static Task<HostProcess> ServeAsync(string storage, string folder, DateTimeOffset clock, params IEnumerable<(string Name, string Value)> settings) =>
        ServeAsync(ThisVersion, storage, folder, clock, settings);

    /// <summary>Serves as the local host of another build does.</summary>
    public static Task<HostProcess> ServeAsync(string program, string storage, string folder, DateTimeOffset clock, IEnumerable<(string Name, string Value)> settings) =>
        ListeningAsync(new HostProcess(program, ["serve", "--port", "0", "--storage", storage, "--lease", "5", "--folder", folder, "--clock", clock.ToString("o")], settings));

    /// <summary>Serves as another version would that writes other formats (<c>tests/Handraiser.OtherVersion</c>).</summary>
    /// <param name="kind">Whether it is <c>older</c> or <c>newer</c>.</param>
    public static Task<HostProcess> ServeOtherVersionAsync(string kind, string storage, string folder, DateTimeOffset clock, IEnumerable<(string Name, string Value)> settings) =>
        ListeningAsync(new HostProcess(Path.Combine(AppContext.BaseDirectory, "Handraiser.OtherVersion.dll"), [kind, storage, folder, clock.ToString("o")], settings));

    private static async Task<HostProcess> ListeningAsync(HostProcess host)
    {
        await host.address.Task.WaitAsync(TimeSpan.FromMinutes(3));
        return host;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The exit code, what it printed, and what it complained of.</returns>
    public static async Task<(int Code, string Printed, string Complaints)> RunAsync(params IEnumerable<string> arguments)
    {
        using var host = new HostProcess(ThisVersion, arguments);
        _ = host.address.Task.Exception;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        await host.process.WaitForExitAsync(patience.Token);
        return (host.process.ExitCode, Text(host.printed), Text(host.complaints));
    }

    /// <summary>SIGKILL: nothing is finished, nothing is given back.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private void Printed(string? line)
    {
        Append(printed, line);
        if (line?.Contains(Listening, StringComparison.Ordinal) == true) address.TrySetResult(new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()));
    }

    private static void Append(StringBuilder to, string? line)
    {
        lock (to) to.AppendLine(line);
    }

    private static string Text(StringBuilder of)
    {
        lock (of) return of.ToString();
    }
}
