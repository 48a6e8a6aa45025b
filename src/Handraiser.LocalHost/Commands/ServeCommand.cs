using System.CommandLine;
using Handraiser.LocalHost.Storage;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser serve</c>: runs the function app until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command = new Command("serve", "Run the function app on this machine until Ctrl+C. This is what happens without a command, too.");
        var options = new HostOptions();
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(LocalOptions options, CancellationToken cancellation)
    {
        try
        {
            await using var app = await LocalApp.StartAsync(options with { Progress = Console.Error.WriteLine }, cancellation);
            Console.WriteLine(Welcome(app));
            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception e) when (e is LocalStorageException or InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    internal static string Welcome(LocalApp app) => $"""

        Handraiser listens on {app.Address}
          webhooks    {app.Address}api/webhooks/sendgrid, .../shopify, ... (docs/senders.md)
          own events  POST {app.Address}api/events   x-functions-key: {app.Keys.Events}
          mailbox     {app.Address}local/mailbox     every mail it sends is caught here
          metrics     {app.Address}local/metrics     what it counted and measured
          follow-ups  {app.Address}api/followups     x-functions-key: {app.Keys.Operator}
        Ctrl+C stops it; nothing is lost, the next start goes on.

        """;
}
