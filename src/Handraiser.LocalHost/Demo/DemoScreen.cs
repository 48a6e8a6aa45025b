using Spectre.Console;

namespace Handraiser.LocalHost.Demo;

/// <summary>What a person sees of the day.</summary>
internal static class DemoScreen
{
    /// <summary>Runs the work with a progress bar, on the error stream so that a JSON answer stays clean.</summary>
    public static async Task<T> ProgressAsync<T>(bool quiet, Func<Action<double>, Task<T>> work)
    {
        if (quiet) return await work(_ => { });
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await screen.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("A day at Ridgeway Bikes", maxValue: 1);
                return await work(share => bar.Value = Math.Min(1, share));
            });
    }

    public static void Print(DemoFigures figures)
    {
        var most = Math.Max(1, figures.Delivered);
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new BarChart().Width(70).Label("[bold]The 54, not the 9,000[/]").LeftAlignLabel()
            .AddItem("delivered", figures.Delivered, Color.Grey)
            .AddItem("opened by people", figures.Openers, Color.Blue)
            .AddItem("raised a hand", figures.Clickers, Color.Green)
            .WithMaxValue(most));
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        Row("machine opens set aside", figures.MachineOpensSetAside);
        Row("scanner clicks set aside", figures.ScannerClicksSetAside);
        Row("follow-ups for people", figures.FollowUps);
        Row("cart mails", figures.CartMails);
        Row("mails sent twice", figures.DuplicateSends);
        Row("events accepted, repeats included", figures.Events);
        Row("events that were repeats", figures.Repeated);
        Row("events parked", figures.Parked);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"[grey]{figures.Seconds:0.0} s, {figures.StorageCalls:N0} storage calls: {figures.StorageCallsPerEvent:0.00} an event[/]");

        void Row(string name, long value) => table.AddRow(name, value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture));
    }
}
