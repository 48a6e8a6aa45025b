using System.CommandLine;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.OwnEvents.Importing;
using Spectre.Console;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser import</c>: brings past orders, visits and customers from a file into a running Handraiser.</summary>
internal static class ImportCommand
{
    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("import", $"""
            Import past events from a file: CSV with a header, or NDJSON with one event of our own format a line (docs/import.md). Importing a file
            again changes nothing. Refused lines are listed in a file beside it; ends with 0 when every line was taken, with 2 when some were
            refused, with 1 when it could not go on. The columns of a CSV file:

            {string.Join('\n', CsvColumns.All.Select(c => $"  {c.Name,-12} {c.Meaning}"))}
            """);
        var file = new Argument<FileInfo>("FILE") { Description = "The file; .ndjson and .jsonl are NDJSON, everything else is CSV." };
        var resume = new Option<bool>("--resume") { Description = "Go on after the last line that was taken when an earlier import of this file broke off." };
        var options = new ApiOptions(k => k.Events, "key of POST /api/events");
        command.Arguments.Add(file);
        command.Options.Add(resume);
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = options.Open(parsed, transport);
            return await RunAsync(api, parsed.GetValue(file)!, parsed.GetValue(resume), parsed.InvocationConfiguration, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(HostApi api, FileInfo file, bool resume, InvocationConfiguration console, CancellationToken cancellation)
    {
        if (!file.Exists)
        {
            await console.Error.WriteLineAsync($"There is no file {file.FullName}.");
            return 1;
        }
        var import = new FileImport(api, file);
        try
        {
            var totals = await ProgressAsync(console.Error, file.Name, report => import.RunAsync(resume, TimeProvider.System.GetUtcNow(), report, cancellation));
            await console.Output.WriteLineAsync(totals.Refused == 0
                ? $"{totals.Sent} events were taken."
                : $"{totals.Sent} events were taken, {totals.Refused} lines were refused: {import.Report} names each with its reason. Mend them there where the file came from and import it again; what was taken stays as it is.");
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
