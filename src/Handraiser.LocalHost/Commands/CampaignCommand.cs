using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Handraiser.Campaigns;
using Handraiser.Functions.Campaigns;
using Handraiser.Functions.Intake;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser campaign</c>: sends a template to the few, and shows, holds and ends what was sent.</summary>
internal static class CampaignCommand
{
    private const string Route = "api/campaigns";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("campaign", "Send a marketing template to the members of a segment, through every gate, at a pace, once (docs/campaigns.md).");
        command.Subcommands.Add(Send(transport));
        command.Subcommands.Add(List(transport));
        command.Subcommands.Add(Show(transport));
        command.Subcommands.Add(Act("pause", "Hold it: nobody more is chosen, and those who wait go on waiting.", transport));
        command.Subcommands.Add(Act("resume", "Let it go on where it was.", transport));
        command.Subcommands.Add(Act("cancel", "End it: nobody more is chosen, and what waits is dropped.", transport));
        return command;
    }

    private static Command Send(HttpMessageHandler? transport)
    {
        var template = new Argument<string>("template") { Description = "The template, of kind marketing." };
        var to = new Option<string?>("--to") { Description = "The path of the segment that it goes to, such as mountain/beginner." };
        var clickers = new Option<string?>("--to-clickers-of") { Description = "Instead: those who clicked on this campaign." };
        var id = new Option<string?>("--id") { Description = "What to call it. Without it: template, segment and day, so that the same command twice on a day is one campaign." };
        var at = new Option<string?>("--at") { Description = "When to begin, such as 2026-05-04T09:00+01:00. Without it, now." };
        var local = new Option<string?>("--local") { Description = "The time of day on each customer's own clock, such as 10:00." };
        var usual = new Option<bool>("--usual-hour") { Description = "At the hour at which each customer usually opens." };
        var topic = new Option<string?>("--topic") { Description = "What it is about, as a play's topic: who does not want to hear of it gets nothing." };
        var rate = new Option<int?>("--rate") { Description = "How many a minute. Without it, the setting Campaigns__PerMinute." };
        var holdout = new Option<double>("--holdout") { Description = "Percent of customers who get nothing, to measure what it earns." };
        var percent = new Option<decimal?>("--percent") { Description = "Percent off that go with it, where law 8 allows it." };
        var dry = new Option<bool>("--dry-run") { Description = "Only say how many would get it and why not the others; send nothing." };
        var by = new Option<string>("--by") { Description = "Who you are, for the record.", DefaultValueFactory = _ => Environment.UserName };
        var command = new Command("send", "Send a campaign, or say who would get it.") { template };
        foreach (var option in new Option[] { to, clickers, id, at, local, usual, topic, rate, holdout, percent, dry, by }) command.Options.Add(option);
        return ApiCommand.Calling(command, transport, async (api, parsed, console, cancellation) =>
        {
            var order = new CampaignOrder
            {
                Template = parsed.GetValue(template),
                To = parsed.GetValue(to),
                ToClickersOf = parsed.GetValue(clickers),
                Id = parsed.GetValue(id),
                At = parsed.GetValue(at) is { } begin ? Times.FromText(begin) ?? throw new HostApiException($"--at takes a time such as 2026-05-04T09:00+01:00, not \"{begin}\".", "") : null,
                Local = parsed.GetValue(local) is { } hour ? CampaignText.TimeOfDay(hour) ?? throw new HostApiException($"--local takes a time of day such as 10:00, not \"{hour}\".", "") : null,
                UsualHour = parsed.GetValue(usual),
                Topic = parsed.GetValue(topic),
                PerMinute = parsed.GetValue(rate),
                Holdout = parsed.GetValue(holdout) / 100,
                Percent = parsed.GetValue(percent),
                DryRun = parsed.GetValue(dry),
                By = parsed.GetValue(by),
            };
            if (order.DryRun) await ForetellAsync(api, order, console, cancellation);
            else await console.WriteLineAsync(CampaignText.Line(await PostAsync(api, Route, order, cancellation)));
        });
    }

    private static Command List(HttpMessageHandler? transport) => ApiCommand.Calling(new Command("list", "The last campaigns, latest change first."), transport, async (api, _, console, cancellation) =>
    {
        using var answer = JsonDocument.Parse(await api.SendAsync(HttpMethod.Get, Route, null, cancellation));
        foreach (var campaign in answer.RootElement.GetProperty("campaigns").EnumerateArray()) await console.WriteLineAsync(CampaignText.Line(campaign.GetRawText()));
    });

    private static Command Show(HttpMessageHandler? transport)
    {
        var id = new Argument<string>("id") { Description = "The campaign." };
        var people = new Option<int>("--people") { Description = "Of the first 500, how many of those who did not get it to name, with the reason.", DefaultValueFactory = _ => 20 };
        return ApiCommand.Calling(new Command("show", "How far it is, how many fared how, and who was left out and why.") { id, people }, transport, async (api, parsed, console, cancellation) =>
        {
            var route = $"{Route}/{Uri.EscapeDataString(parsed.GetValue(id)!)}";
            var answer = await api.SendAsync(HttpMethod.Get, route, null, cancellation);
            await console.WriteLineAsync(CampaignText.Line(answer));
            var sums = JsonSerializer.Deserialize<Counted>(answer, Json)!.Sums;
            var named = parsed.GetValue(people);
            var first = named == 0 ? [] : JsonSerializer.Deserialize<CampaignPeople>(await api.SendAsync(HttpMethod.Get, $"{route}/people?top=500", null, cancellation), Json)!.People;
            await console.WriteAsync(CampaignText.Fared(sums, [.. first.Where(p => !new CampaignResult(p.Outcome).IsReached).Take(named)]));
        });
    }

    private static Command Act(string verb, string says, HttpMessageHandler? transport)
    {
        var id = new Argument<string>("id") { Description = "The campaign." };
        var by = new Option<string>("--by") { Description = "Who you are, for the record.", DefaultValueFactory = _ => Environment.UserName };
        return ApiCommand.Calling(new Command(verb, says) { id, by }, transport, async (api, parsed, console, cancellation) =>
        {
            var route = $"{Route}/{Uri.EscapeDataString(parsed.GetValue(id)!)}/{verb}";
            await console.WriteLineAsync(CampaignText.Line(await PostAsync(api, route, new CampaignOrder { By = parsed.GetValue(by) }, cancellation)));
        });
    }

    private static async Task ForetellAsync(HostApi api, CampaignOrder order, TextWriter console, CancellationToken cancellation)
    {
        var tally = new CampaignTally(20);
        do
        {
            var part = JsonSerializer.Deserialize<CampaignPeople>(await PostAsync(api, Route, order, cancellation), Json)!;
            tally.Add(part);
            order = order with { After = part.After };
        }
        while (order.After is not null);
        await console.WriteAsync(CampaignText.Foretold(tally));
    }

    private sealed record Counted(CampaignSums Sums);

    private static async Task<string> PostAsync(HostApi api, string route, CampaignOrder order, CancellationToken cancellation)
    {
        using var content = JsonContent.Create(order, options: Json);
        return await api.SendAsync(HttpMethod.Post, route, content, cancellation);
    }
}
