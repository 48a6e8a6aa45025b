using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser sending status|stop|resume</c>, <c>handraiser play pause|resume</c> and <c>handraiser budget</c>: what is switched off for the whole shop, and what is spent.</summary>
internal static class SwitchCommands
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static IEnumerable<Command> Create(HttpMessageHandler? transport)
    {
        var sending = new Command("sending", "Whether marketing goes out: look, stop it, or let it go on after it stopped by itself.");
        var domain = new Option<string?>("--domain") { Description = "The sending domain. Without it, the installation's own." };
        sending.Subcommands.Add(Show("status", "Complaints and bounces of each sending domain, and what is stopped or paused.", "api/sending", transport));
        sending.Subcommands.Add(Switch("stop", "Stop marketing at once; transactional mail and people's own answers go on.", [domain], p => ("api/sending/stop", p.GetValue(domain)), transport));
        sending.Subcommands.Add(Switch("resume", "Let marketing go on. Counting complaints and bounces begins anew.", [domain], p => ("api/sending/resume", p.GetValue(domain)), transport));
        yield return sending;

        var play = new Command("play", "Pause one play, or let it go on, without publishing a playbook.");
        var name = new Argument<string>("name") { Description = "The play's name in the playbook." };
        play.Subcommands.Add(Switch("pause", "Nothing of the play goes out from now on.", [name], p => ($"api/plays/{Uri.EscapeDataString(p.GetValue(name)!)}/pause", null), transport));
        play.Subcommands.Add(Switch("resume", "Let the play go on with what happens from now on.", [name], p => ($"api/plays/{Uri.EscapeDataString(p.GetValue(name)!)}/resume", null), transport));
        yield return play;

        var codes = new Command("codes", "Codes for offers that another system made.");
        var pool = new Argument<string>("pool") { Description = "The pool's name in the playbook." };
        var file = new Argument<FileInfo>("file") { Description = "CSV: the first column, or the one called code." };
        var import = new Command("import", "Add codes to a pool; those that it has or ever had are left out.") { pool, file };
        codes.Subcommands.Add(ApiCommand.Calling(import, transport, async (api, parsed, console, cancellation) =>
        {
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(parsed.GetValue(file)!.FullName, cancellation)) { Headers = { ContentType = new("text/csv") } };
            await console.WriteLineAsync(await api.SendAsync(HttpMethod.Post, $"api/pools/{Uri.EscapeDataString(parsed.GetValue(pool)!)}/codes", content, cancellation));
        }));
        var code = new Argument<string>("code") { Description = "The code, as the customer typed it." };
        codes.Subcommands.Add(ApiCommand.Calling(new Command("check", "Whether a code is one of ours, what it is worth, and until when.") { code }, transport, async (api, parsed, console, cancellation) =>
            await ShowAsync(api, $"api/codes/{Uri.EscapeDataString(parsed.GetValue(code)!)}", console, cancellation)));
        codes.Subcommands.Add(Show("status", "How many codes each pool has left.", "api/pools", transport));
        yield return codes;

        yield return Show("budget", "What offers and texts have cost this month, and what is left.", "api/budget", transport);
    }

    private static Command Show(string name, string says, string route, HttpMessageHandler? transport) =>
        ApiCommand.Calling(new Command(name, says), transport, (api, _, console, cancellation) => ShowAsync(api, route, console, cancellation));

    private static async Task ShowAsync(HostApi api, string route, TextWriter console, CancellationToken cancellation)
    {
        using var answer = JsonDocument.Parse(await api.SendAsync(HttpMethod.Get, route, null, cancellation));
        await console.WriteLineAsync(JsonSerializer.Serialize(answer.RootElement, Indented));
    }

    private static Command Switch(string name, string says, IEnumerable<Symbol> words, Func<ParseResult, (string Route, string? Domain)> of, HttpMessageHandler? transport)
    {
        var by = new Option<string>("--by") { Description = "Who you are, for the record.", DefaultValueFactory = _ => Environment.UserName };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record." };
        var command = new Command(name, says) { by, reason };
        foreach (var word in words)
        {
            if (word is Option option) command.Options.Add(option);
            if (word is Argument argument) command.Arguments.Add(argument);
        }
        return ApiCommand.Calling(command, transport, async (api, parsed, console, cancellation) =>
        {
            var (route, domain) = of(parsed);
            using var content = JsonContent.Create(new { by = parsed.GetValue(by), reason = parsed.GetValue(reason), domain });
            await api.SendAsync(HttpMethod.Post, route, content, cancellation);
            await console.WriteLineAsync("Done: in force everywhere within a minute.");
        });
    }
}
