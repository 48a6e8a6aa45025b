using System.Text.RegularExpressions;
using Handraiser.Playbooks;
using Spectre.Console;

namespace Handraiser.LocalHost.Demo;

/// <summary>What a person sees of the day.</summary>
internal static partial class DemoScreen
{
    /// <summary>Runs the work with a progress bar, on the error stream so that a JSON answer stays clean.</summary>
    public static async Task<T> ProgressAsync<T>(bool quiet, Func<Action<double>, Action<double>, Task<T>> work)
    {
        if (quiet || Console.IsErrorRedirected) return await work(_ => { }, _ => { });
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await screen.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var weeks = context.AddTask("Four weeks of regulars", maxValue: 1);
                var day = context.AddTask("A day at Ridgeway Bikes", maxValue: 1);
                var result = await work(share => weeks.Value = Math.Min(1, share), share => (weeks.Value, day.Value) = (1, Math.Min(1, share)));
                day.Value = 1;
                return result;
            });
    }

    public static void Print(DemoFigures figures, Playbook playbook)
    {
        var screen = AnsiConsole.Console;
        // What is read by a program, or stands in a file, has no colours and is not folded.
        if (Console.IsOutputRedirected)
        {
            screen = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
            screen.Profile.Width = 120;
        }
        screen.WriteLine();
        screen.Write(new BarChart().Width(70).Label("[bold]The 54, not the 9,000[/]").LeftAlignLabel()
            .AddItem("delivered", figures.Delivered, Color.Grey)
            .AddItem("opened by people", figures.Openers, Color.Blue)
            .AddItem("raised a hand", figures.Clickers, Color.Green)
            .WithMaxValue(Math.Max(1, figures.Delivered)));
        screen.Write(Day(figures));
        screen.MarkupLineInterpolated($"[grey]The day: {figures.Seconds:0.0} s, {figures.StorageCalls:N0} storage calls, {figures.StorageCallsPerEvent:0.00} an event[/]");
        screen.WriteLine();
        screen.Write(Plays(figures, playbook));
        if (figures.Story.Count == 0) return;
        screen.WriteLine();
        screen.MarkupLineInterpolated($"[bold]{figures.Story[0]}[/]");
        foreach (var line in figures.Story.Skip(1)) screen.WriteLine(line);
        screen.WriteLine();
    }

    private static Table Day(DemoFigures figures)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        Row("machine opens set aside", figures.MachineOpensSetAside);
        Row("scanner clicks set aside", figures.ScannerClicksSetAside);
        Row("follow-ups for people", figures.FollowUps);
        Row("cart mails", figures.CartMails);
        Row("mails sent twice", figures.DuplicateSends);
        Row("events accepted, repeats included", figures.Events);
        Row("events that were repeats", figures.Repeated);
        Row("events parked", figures.Parked);
        return table;

        void Row(string name, long value) => table.AddRow(name, Number(value));
    }

    /// <summary>Every play of the playbook in its order, also one that nobody was there for.</summary>
    private static Table Plays(DemoFigures figures, Playbook playbook)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("play").AddColumn(new TableColumn("began").RightAligned())
            .AddColumn(new TableColumn("did").RightAligned()).AddColumn(new TableColumn("held out").RightAligned()).AddColumn("what for");
        foreach (var play in playbook.Plays)
        {
            var did = figures.Plays.GetValueOrDefault(play.Name, new PlayFigures(0, 0, 0));
            table.AddRow(new Text(play.Name), new Text(Number(did.Started)), new Text(Number(did.Sent)), new Text(Number(did.HeldOut)), new Text(Laws().Replace(play.About ?? "", "")));
        }
        return table;
    }

    /// <summary>The numbers by which the playbook names what it obeys: nothing to whoever sees the demo first.</summary>
    [GeneratedRegex(@" \(laws? \d+[^)]*\)")]
    private static partial Regex Laws();

    private static string Number(long value) => value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
