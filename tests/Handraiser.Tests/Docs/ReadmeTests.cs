using Handraiser.Functions;
using Handraiser.LocalHost.Hosting;
using Handraiser.LocalHost.Storage;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace Handraiser.Tests.Docs;

public sealed class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(LocalFolder.Root, "README.md"));

    [Fact]
    public void Every_function_has_its_row_with_its_trigger_and_no_row_is_left_over()
    {
        var rows = Text.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal) && l.Split('|').Length >= 7)
            .Select(l => l.Split('|')).ToDictionary(c => c[1].Trim().Trim('`'), c => c[2].Trim(), StringComparer.Ordinal);

        var functions = FunctionCatalog.Of(typeof(Names).Assembly).Functions.ToDictionary(f => f.Name, f => Trigger(f.Trigger), StringComparer.Ordinal);

        Assert.Equal(functions.OrderBy(f => f.Key, StringComparer.Ordinal), rows.OrderBy(r => r.Key, StringComparer.Ordinal));
    }

    private static string Trigger(Attribute trigger) => trigger switch
    {
        HttpTriggerAttribute http => $"HTTP `{http.Route}`",
        QueueTriggerAttribute queue => $"queue `{queue.QueueName}`",
        TimerTriggerAttribute { Schedule: "30 */10 * * * *" } => "timer, every ten minutes",
        TimerTriggerAttribute { Schedule: "0 30 3 * * *" } => "timer, each night",
        TimerTriggerAttribute { Schedule: "0 20 3 * * *" } => "timer, each night",
        TimerTriggerAttribute timer when timer.Schedule.Split(' ')[1] == "*" => "timer, each minute",
        TimerTriggerAttribute timer => $"timer, each {timer.Schedule.Split(' ')[1].Split('/')[^1]} minutes",
        _ => trigger.GetType().Name,
    };
}
