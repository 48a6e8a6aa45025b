using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost.Commands;

/// <summary>The options that every command has that starts the host.</summary>
internal sealed class HostOptions
{
    // Queue storage hides a message for a week at most.
    private const int LongestLease = 7 * 24 * 3600;

    public Option<int> Port { get; } = new Option<int>("--port") { Description = "The port on 127.0.0.1 to listen on; 0 takes a free one.", DefaultValueFactory = _ => 7071 }.Within(0, 65_535);

    public Option<string?> Storage { get; } = new("--storage") { Description = "A storage connection string. Without one Azurite is started, or found where an earlier start left it." };

    public Option<string?> Folder { get; } = new("--folder") { Description = "Keep the keys and the caught mail in this folder, not in .local: for a second host beside the first." };

    public Option<int> Lease { get; } = new Option<int>("--lease") { Description = "For how many seconds a received message is hidden from others (Azure: 600).", DefaultValueFactory = _ => 600 }.Within(1, LongestLease);

    public Option<DateTimeOffset?> Clock { get; } = new("--clock")
    {
        Description = "Begin at this time instead of now, such as 2026-03-06T12:00:00Z: for recorded webhooks with old stamps.",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
            result.AddError($"--clock takes a time such as 2026-03-06T12:00:00Z, not \"{result.Tokens[0].Value}\".");
            return null;
        },
    };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Log everything, not only what matters." };

    public void AddTo(Command command, bool clock = true)
    {
        command.Options.Add(Port);
        command.Options.Add(Storage);
        command.Options.Add(Folder);
        command.Options.Add(Lease);
        if (clock) command.Options.Add(Clock);
        command.Options.Add(Verbose);
    }

    public LocalOptions Read(ParseResult parsed) => new()
    {
        Port = parsed.GetValue(Port),
        Storage = parsed.GetValue(Storage),
        Keys = parsed.GetValue(Folder) is { } keys ? LocalKeys.LoadOrCreate(keys) : null,
        Folder = parsed.GetValue(Folder) is { } folder ? Path.Combine(folder, "mailbox") : null,
        Lease = TimeSpan.FromSeconds(parsed.GetValue(Lease)),
        Clock = parsed.GetValue(Clock) is { } start ? new LocalClock(start) : new LocalClock(),
        LogLevel = parsed.GetValue(Verbose) ? LogLevel.Debug : LogLevel.Information,
    };
}
