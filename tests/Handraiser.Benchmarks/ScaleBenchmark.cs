using System.CommandLine;
using System.Globalization;
using Handraiser.Testing.Scale;

namespace Handraiser.Benchmarks;

/// <summary>Whether anything costs more the larger the shop is; on storage in memory, so that a million customers fit on one machine.</summary>
internal static class ScaleBenchmark
{
    public static Command Create()
    {
        var brief = new Option<bool>("--brief") { Description = "Small sizes: shows that it works, measures nothing." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command("scale", "Calls and time an event with a thousand and with a million customers; a minute in which many are due; a large segment; a large campaign.") { brief, json };
        command.SetAction(async (parsed, _) =>
        {
            var report = await ScaleRun.MeasureAsync(parsed.GetValue(brief) ? ScaleSizes.Brief : ScaleSizes.Whole, Console.Error.WriteLine);
            Console.WriteLine(parsed.GetValue(json) ? BenchmarkJson.Text(report) : Text(report));
            return report is { Profiles.CallsAreEqual: true, DueMinute.AllWereWoken: true, Campaign.SecondCopies: 0 } ? 0 : 1;
        });
        return command;
    }

    private static string Text(ScaleReport report)
    {
        var lines = report.Profiles.Shops.Select(s => Line($"{s.Profiles,9:N0} customers: {s.CallsPerEventWarm:0.000} calls an event warm, {s.CallsPerEventCold:0.000} cold; {s.CpuMicrosecondsPerEventWarm:0.0} µs of processor time, {s.TimeRatio:0.00} of the smallest shop's")).ToList();
        var (due, segment, campaign) = (report.DueMinute, report.LargeSegment, report.Campaign);
        lines.Add(Line($"{due.Due:N0} due in one minute: handed on in {due.SecondsToHandOn:0.0} s, the last reacted to after {due.SecondsUntilTheLast:0.0} s, {due.CallsPerCustomer:0.000} calls each"));
        lines.Add(Line($"a segment of {segment.Members:N0}: counted in {segment.SecondsToCount:0.00} s and {segment.CallsToCount} calls, listed in {segment.SecondsToListAll:0.0} s and {segment.CallsToListAll} calls"));
        lines.Add(Line($"a campaign to {campaign.Recipients:N0}: {campaign.CallsPerRecipient:0.00} calls each, {campaign.SecondCopies} second copies, {campaign.InstanceMemoryMb:0} MB in the instance"));
        lines.Add(Line($"each call of storage taking {report.AssumedMillisecondsPerCall} ms where seconds are told"));
        return string.Join('\n', lines);
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
