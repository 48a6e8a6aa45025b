using System.CommandLine;
using Handraiser.Functions.Intake;
using Spectre.Console;

namespace Handraiser.LocalHost.Commands;

/// <summary>An import as a command: its words, its progress, and what it tells in the end.</summary>
internal static class FileImportRun
{
    /// <summary>Gives a command its file, its options and its action.</summary>
    public static Command Importing(this Command command, string fileIs, ImportTarget target, HttpMessageHandler? transport)
    {
        var file = new Argument<FileInfo>("FILE") { Description = fileIs };
        var resume = new Option<bool>("--resume") { Description = "Go on after the last line that was taken when an earlier import of this file broke off." };
        var options = new ApiOptions(k => k.Events, "key of POST /api/events");
        command.Arguments.Add(file);
        command.Options.Add(resume);
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = options.Open(parsed, transport);
            return await RunAsync(api, parsed.GetValue(file)!, target, parsed.GetValue(resume), parsed.InvocationConfiguration, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(HostApi api, FileInfo file, ImportTarget target, bool resume, InvocationConfiguration console, CancellationToken cancellation)
    {
        if (!file.Exists)
        {
            await console.Error.WriteLineAsync($"There is no file {file.FullName}.");
            return 1;
        }
        var import = new FileImport(api, file, target);
        try
        {
            var totals = await ProgressAsync(console.Error, file.Name, report => import.RunAsync(resume, TimeProvider.System.GetUtcNow(), report, cancellation));
            await console.Output.WriteLineAsync(totals.Refused == 0
                ? $"{totals.Sent} {target.Noun} were taken."
                : $"{totals.Sent} {target.Noun} were taken, {totals.Refused} lines were refused: {import.Report} names each with its reason. Mend them there where the file came from and import it again; what was taken stays as it is.");
            return totals.Refused == 0 ? 0 : 2;
        }
        catch (MalformedException e)
        {
            await console.Error.WriteLineAsync($"{file.Name} was not imported. {e.Message}.");
            return 1;
        }
        catch (HostApiException e)
        {
            await console.Error.WriteLineAsync($"{e.Message} Then go on with --resume; what was taken is safe.");
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await console.Error.WriteLineAsync($"{file.Name} cannot be imported: {e.Message}");
            return 1;
        }
    }

    private static Task<ImportTotals> ProgressAsync(TextWriter errors, string name, Func<Action<double>, Task<ImportTotals>> work)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(errors) });
        return screen.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(name), maxValue: 1);
                return await work(share => bar.Value = Math.Min(1, share));
            });
    }
}
