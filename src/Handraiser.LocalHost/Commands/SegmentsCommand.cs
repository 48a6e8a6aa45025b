using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser segments</c>: the tree of segments with how many customers are in each, or who is in one.</summary>
internal static class SegmentsCommand
{
    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("segments", "Show the segments as a tree, each with how many customers are in it; or who is in one.");
        var members = new Option<string?>("--members") { Description = "The path of a segment, such as mountain/beginner: list who is in it, and since when." };
        var order = new Option<string?>("--order") { Description = "With --members: newest or best first; without, by customer id." };
        var top = new Option<int>("--top") { Description = "With --members: how many at most.", DefaultValueFactory = _ => 100 }.Within(1, int.MaxValue);
        command.Options.Add(members);
        command.Options.Add(order);
        command.Options.Add(top);
        return ApiCommand.Calling(command, transport, async (api, parsed, console, cancellation) =>
        {
            if (parsed.GetValue(members) is { } path) await ListAsync(api, path, parsed.GetValue(order), parsed.GetValue(top), console, cancellation);
            else await console.WriteAsync(Tree(await api.SendAsync(HttpMethod.Get, "api/segments", null, cancellation)));
        });
    }

    /// <summary>One line a segment, each below its parent and further in, with its number at the end.</summary>
    public static string Tree(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        var lines = new List<(string Name, long Members)>();
        void Add(JsonElement nodes, int depth)
        {
            foreach (var node in nodes.EnumerateArray())
            {
                var path = node.GetProperty("path").GetString()!;
                lines.Add((new string(' ', 2 * depth) + path[(path.LastIndexOf('/') + 1)..], node.GetProperty("members").GetInt64()));
                Add(node.GetProperty("children"), depth + 1);
            }
        }

        Add(json.RootElement.GetProperty("segments"), 0);
        foreach (var gone in json.RootElement.GetProperty("noLongerInThePlaybook").EnumerateObject()) lines.Add(($"{gone.Name} (no longer in the playbook)", gone.Value.GetInt64()));
        var width = lines.Select(l => l.Name.Length).DefaultIfEmpty(0).Max();
        var text = new StringBuilder();
        foreach (var (name, count) in lines) text.Append(name.PadRight(width)).Append(CultureInfo.InvariantCulture, $"{count,12:N0}").Append('\n');
        return text.ToString();
    }

    private static async Task ListAsync(HostApi api, string segment, string? order, int top, TextWriter console, CancellationToken cancellation)
    {
        var route = $"api/segments/{Uri.EscapeDataString(segment.Replace('/', ':'))}/members";
        for (var (left, after) = (top, ""); left > 0;)
        {
            var query = $"?top={Math.Min(left, 1000)}" + (order is null ? "" : $"&order={Uri.EscapeDataString(order)}") + (after.Length == 0 ? "" : $"&after={after}");
            using var page = JsonDocument.Parse(await api.SendAsync(HttpMethod.Get, route + query, null, cancellation));
            foreach (var member in page.RootElement.GetProperty("members").EnumerateArray())
            {
                left--;
                await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{member.GetProperty("customer").GetString()}  since {member.GetProperty("since").GetDateTimeOffset():yyyy-MM-dd HH:mm} UTC"));
            }
            if (page.RootElement.GetProperty("after").GetString() is not { } next) return;
            after = next;
        }
    }
}
