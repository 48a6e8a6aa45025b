using System.CommandLine;
using Handraiser.Messages;
using Handraiser.Playbooks;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser check-playbook</c>: tells a marketer whether a playbook is good, and each error with its line and remedy if not.</summary>
internal static class CheckPlaybookCommand
{
    public static Command Create()
    {
        var command = new Command("check-playbook", "Check a playbook without publishing it: every error with its line and what to do about it, or what the playbook holds. Ends with 0 when it is good, with 1 when not.");
        var file = PlaybookFile.Argument();
        command.Arguments.Add(file);
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(file)!, parsed.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, InvocationConfiguration console, CancellationToken cancellation)
    {
        if (await PlaybookFile.ReadAsync(file, console.Error, cancellation) is not { } text) return 1;
        var loaded = PlaybookFile.Load(text);
        if (loaded.Playbook is not { } playbook)
        {
            await console.Error.WriteAsync(CheckPlaybook.Render(loaded, file.Name));
            return 1;
        }
        await console.Output.WriteAsync(CheckPlaybook.Render(loaded, file.Name));
        await console.Output.WriteAsync(SegmentTree.Render(playbook.Segments.Paths));
        return 0;
    }
}

/// <summary>The file of a playbook, as commands take it.</summary>
internal static class PlaybookFile
{
    public static Argument<FileInfo> Argument() => new("FILE") { Description = "The playbook, a YAML file (docs/playbook.md)." };

    /// <summary>The text; null, and the reason told, when it cannot be read.</summary>
    public static async Task<string?> ReadAsync(FileInfo file, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(file.Exists ? $"{file.Name} cannot be read: {e.Message}" : $"There is no file {file.FullName}.");
            return null;
        }
    }

    /// <summary>The playbook, checked also against the templates that come with the app.</summary>
    public static LoadedPlaybook Load(string text) => PlaybookLoader.Load(text, [.. TemplateSet.Shipped.All.Select(t => t.Name).Distinct()]);
}
