using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Handraiser.Functions.Intake.Catalogue.Importing;

namespace Handraiser.LocalHost.Commands;

/// <summary><c>handraiser products</c>: brings the catalogue from a file, and tells what it knows and what not.</summary>
internal static class ProductsCommand
{
    private static readonly ImportTarget Products = new("products", "api/products/import", "text/csv", ProductCsv.Header, (_, text, now) =>
        ProductCsv.Read(text, now).Select(l => new FileLine(l.Line, l.Product is { } product ? Encoding.UTF8.GetBytes(ProductCsv.Write(product)) : null, l.Refusal)));

    public static Command Create(HttpMessageHandler? transport)
    {
        var command = new Command("products", "The catalogue: bring it from a file, look a product up, list what events name and nobody told of (docs/catalogue.md).");
        command.Subcommands.Add(new Command("import", $"""
            Import products from a CSV file with a header. What a row leaves empty keeps what is known; importing a file again changes nothing.
            Refused lines are listed in a file beside it; ends with 0 when every line was taken, with 2 when some were refused, with 1 when it
            could not go on. The columns:

            {string.Join('\n', ProductColumns.All.Select(c => $"  {c.Name,-12} {c.Meaning}"))}
            """).Importing("The CSV file.", Products, transport));
        command.Subcommands.Add(Find(transport));
        command.Subcommands.Add(Unknown(transport));
        return command;
    }

    /// <summary>One line for each name, most often seen first.</summary>
    public static string List(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        var text = new StringBuilder();
        foreach (var one in json.RootElement.EnumerateArray())
        {
            text.Append(CultureInfo.InvariantCulture, $"{one.GetProperty("times").GetInt64(),9:N0}  {one.GetProperty("lastSeen").GetDateTimeOffset():yyyy-MM-dd HH:mm} UTC  {one.GetProperty("kind").GetString(),-7}  {one.GetProperty("name").GetString()}\n");
        }
        return text.Length > 0 ? text.ToString() : "Nothing: whatever events named is in the catalogue, or has a category.\n";
    }

    private static Command Find(HttpMessageHandler? transport)
    {
        var command = new Command("find", "Show what an event would get that names this product.");
        var name = new Argument<string>("PRODUCT") { Description = "The product's id, or a link that begins with https:// or http://." };
        command.Arguments.Add(name);
        return Asking(command, transport, parsed =>
        {
            var told = parsed.GetValue(name)!;
            var field = Uri.TryCreate(told, UriKind.Absolute, out var link) && link.Scheme is "http" or "https" ? "link" : "id";
            return $"api/products/find?{field}={Uri.EscapeDataString(told)}";
        }, Indented);
    }

    private static Command Unknown(HttpMessageHandler? transport)
    {
        var command = new Command("unknown", "List products and links that events name and the catalogue does not know: how often, when last, and by which name.");
        var top = new Option<int>("--top") { Description = "How many at most.", DefaultValueFactory = _ => 100 };
        command.Options.Add(top);
        return Asking(command, transport, parsed => $"api/products/unknown?top={parsed.GetValue(top).ToString(CultureInfo.InvariantCulture)}", List);
    }

    private static Command Asking(Command command, HttpMessageHandler? transport, Func<ParseResult, string> route, Func<string, string> render)
    {
        var options = new ApiOptions(k => k.Operator, "operators' key");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = options.Open(parsed, transport);
            var console = parsed.InvocationConfiguration;
            try
            {
                await console.Output.WriteAsync(render(await api.SendAsync(HttpMethod.Get, route(parsed), null, cancellation)));
                return 0;
            }
            catch (HostApiException e)
            {
                await console.Error.WriteLineAsync(e.Message);
                return 1;
            }
        });
        return command;
    }

    private static string Indented(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return JsonSerializer.Serialize(json.RootElement, Pretty) + "\n";
    }

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
