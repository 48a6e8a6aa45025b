using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Handraiser.Playbooks;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser playbook publish</c> and <c>playbook show</c>: the playbook in force, through the operators' route.</summary>
internal static class PlaybookCommand
{
    private const string Route = "api/playbook";

    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("playbook", "Show the playbook in force, or put another into force.");
        command.Subcommands.Add(Publish(transport));
        command.Subcommands.Add(Show(transport));
        return command;
    }

    private static Command Publish(HttpMessageHandler? transport)
    {
        var command = new Command("publish", "Put a playbook into force, everywhere within 30 seconds. One with errors changes nothing.");
        var file = PlaybookFile.Argument();
        var options = new ApiOptions(k => k.Operator, "operators' key");
        var follow = new Option<bool>("--follow") { Description = "Stay, and show how far silent customers have been brought into their new segments." };
        command.Arguments.Add(file);
        command.Options.Add(follow);
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = options.Open(parsed, transport);
            var console = parsed.InvocationConfiguration;
            var published = await PublishAsync(api, parsed.GetValue(file)!, console, cancellation);
            return published == 0 ? await SweepProgress.ShowAsync(api, console.Output, parsed.GetValue(follow), cancellation) : published;
        });
        return command;
    }

    private static Command Show(HttpMessageHandler? transport)
    {
        var command = new Command("show", "Print the playbook in force, as it was published, and how far silent customers have been brought under it.");
        var options = new ApiOptions(k => k.Operator, "operators' key");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = options.Open(parsed, transport);
            return await ShowAsync(api, parsed.InvocationConfiguration, cancellation);
        });
        return command;
    }

    private static async Task<int> PublishAsync(HostApi api, FileInfo file, InvocationConfiguration console, CancellationToken cancellation)
    {
        if (await PlaybookFile.ReadAsync(file, console.Error, cancellation) is not { } text) return 1;
        try
        {
            using var content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
            using var answer = JsonDocument.Parse(await api.SendAsync(HttpMethod.Post, Route, content, cancellation));
            await console.Output.WriteLineAsync($"{file.Name} is in force within 30 seconds, as version {answer.RootElement.GetProperty("version").GetString()}.");
            return 0;
        }
        catch (HostApiException e)
        {
            // The same check says it with lines and remedies; only what it cannot know (templates of the shop's own) is left to the answer.
            var loaded = e.Body.Contains("\"errors\"", StringComparison.Ordinal) ? PlaybookFile.Load(text) : null;
            if (loaded is { IsGood: false }) await console.Error.WriteAsync(CheckPlaybook.Render(loaded, file.Name));
            await console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<int> ShowAsync(HostApi api, InvocationConfiguration console, CancellationToken cancellation)
    {
        try
        {
            await console.Output.WriteAsync(await api.SendAsync(HttpMethod.Get, Route, null, cancellation));
            // Beside the text, so that it can be sent to a file.
            return await SweepProgress.ShowAsync(api, console.Error, follow: false, cancellation);
        }
        catch (HostApiException e)
        {
            await console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
