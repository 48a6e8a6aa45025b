using System.CommandLine;

namespace Handraiser.LocalHost.Commands;

/// <summary>Commands that ask a running application: with the operators' key, and with its own words where it refuses.</summary>
internal static class ApiCommand
{
    /// <summary>Gives a command the options that say whom to ask, and what it asks.</summary>
    public static Command Calling(Command command, HttpMessageHandler? transport, Func<HostApi, ParseResult, TextWriter, CancellationToken, Task> call)
    {
        var options = new ApiOptions(k => k.Operator, "operators' key");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = options.Open(parsed, transport);
            try
            {
                await call(api, parsed, parsed.InvocationConfiguration.Output, cancellation);
                return 0;
            }
            // The system's words name the file.
            catch (Exception e) when (e is HostApiException or IOException or UnauthorizedAccessException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }
}
