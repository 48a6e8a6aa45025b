using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Replaying;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser replay</c>: puts archived webhooks through again, part by part, as fast as the events queue takes them.</summary>
internal static class ReplayCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("replay", """
            Put the archived webhooks of a time through again, after a mistake in reading them was mended (docs/replay.md). What is known already
            changes nothing, and nothing is sent because of what is put through. Ends with 0 when all of it was, with 2 when some cannot be used,
            with 1 when it could not go on.
            """);
        var from = Time("--from", "The first moment of arrival, such as 2026-03-06 or 2026-03-06T12:00:00Z.");
        var to = Time("--to", "The moment after the last.");
        var sender = new Option<string?>("--sender") { Description = "Only what this sender sent, such as shopify." };
        var options = new ApiOptions(k => k.Operator, "operators' key");
        foreach (var option in new Option[] { from, to, sender }) command.Options.Add(option);
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = options.Open(parsed, transport);
            return await RunAsync(api, new ReplayOrder(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(sender)), parsed.InvocationConfiguration, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(HostApi api, ReplayOrder order, InvocationConfiguration console, CancellationToken cancellation)
    {
        var (requests, events, refused, reached) = (0, 0, 0, order.From);
        var pause = FirstPause;
        try
        {
            while (true)
            {
                using var content = JsonContent.Create(order, options: Json);
                var part = JsonSerializer.Deserialize<ReplayReport>(await api.SendAsync(HttpMethod.Post, "api/replay", content, cancellation), Json)!;
                (requests, events, refused, reached) = (requests + part.Requests, events + part.Events, refused + part.RefusedCount, part.Reached);
                foreach (var one in part.Refused) await console.Error.WriteLineAsync($"{Text(one.At)} {one.Sender}: {one.Why}");
                if (part.Requests > 0) await console.Output.WriteLineAsync($"{Text(reached)}: {requests} webhooks, {events} events");
                if (part.Done) break;
                order = order with { After = part.After };
                if (!part.Full)
                {
                    pause = FirstPause;
                    continue;
                }
                await Task.Delay(pause, cancellation);
                pause = pause + pause < LongestPause ? pause + pause : LongestPause;
            }
        }
        catch (HostApiException e)
        {
            await console.Error.WriteLineAsync($"{e.Message} Go on with --from {Text(reached)}; what comes twice changes nothing.");
            return 1;
        }
        await console.Output.WriteLineAsync($"{requests} webhooks were put through again: {events} events, {refused} that cannot be used.");
        return refused == 0 ? 0 : 2;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Option<DateTimeOffset> Time(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        CustomParser = result =>
        {
            if (Times.FromText(result.Tokens[0].Value) is { } time) return time;
            result.AddError($"{name} takes a time such as 2026-03-06T12:00:00Z, not \"{result.Tokens[0].Value}\".");
            return default;
        },
    };
}
