using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser preview TEMPLATE --customer ID</c>: what this customer would get, or why not. Nothing is sent.</summary>
internal static class PreviewCommand
{
    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("preview", "Show what a customer would get of a template now, or why not. Nothing is sent.");
        var template = new Argument<string>("template") { Description = "The name of a template or a question." };
        var customer = new Option<string>("--customer") { Description = "The customer's id.", Required = true };
        var html = new Option<FileInfo?>("--html") { Description = "Also writes the HTML part to this file." };
        command.Arguments.Add(template);
        command.Options.Add(customer);
        command.Options.Add(html);
        return ApiCommand.Calling(command, transport, async (api, parsed, console, cancellation) =>
        {
            var path = $"api/preview/{Uri.EscapeDataString(parsed.GetValue(template)!)}?customer={Uri.EscapeDataString(parsed.GetValue(customer)!)}";
            using var answer = JsonDocument.Parse(await api.SendAsync(HttpMethod.Get, path, null, cancellation));
            await WriteAsync(console, answer.RootElement);
            if (parsed.GetValue(html) is { } file && Text(answer.RootElement, "html") is { } page) await File.WriteAllTextAsync(file.FullName, page, cancellation);
        });
    }

    private static async Task WriteAsync(TextWriter output, JsonElement message)
    {
        var (gate, until) = (Text(message, "gate"), Text(message, "until"));
        await output.WriteLineAsync(gate == "passed" ? "This customer would get it now."
            : until is not null ? $"Not now ({gate}): {until} at the earliest. {Text(message, "why")}".TrimEnd()
            : $"This customer would not get it ({gate}). {Text(message, "why")}".TrimEnd());
        if (Text(message, "play") is { } play) await output.WriteLineAsync($"Play: {play}");
        if (Text(message, "sender") is { } sender) await output.WriteLineAsync($"Signed by: {sender}");
        if (message.TryGetProperty("segments", out var segments) && segments.ValueKind == JsonValueKind.Number)
        {
            var price = message.TryGetProperty("price", out var cost) && cost.ValueKind == JsonValueKind.Number ? cost.GetDecimal().ToString("0.00##", CultureInfo.InvariantCulture) : "not set";
            await output.WriteLineAsync($"Segments: {segments.GetInt32()}, price: {price}");
        }
        if (Text(message, "subject") is { } subject) await output.WriteLineAsync($"Subject: {subject}");
        await output.WriteLineAsync();
        await output.WriteLineAsync(Text(message, "text"));
    }

    private static string? Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
