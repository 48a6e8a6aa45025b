using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Handraiser.Functions.Intake.Senders.Inbound;

/// <summary>
/// The form in which a mail is posted: each field in its own character set, as the field <c>charsets</c> tells, and files, which are
/// counted and not read (Twilio SendGrid, "Setting up the Inbound Parse Webhook").
/// </summary>
internal sealed class InboundForm
{
    private const int MostFields = 200;
    private const int LongestField = 2 * 1024 * 1024;

    private readonly Dictionary<string, byte[]> fields = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> charsets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many files came along.</summary>
    public int Files { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <exception cref="MalformedException">It is no such form.</exception>
    public static InboundForm Read(WebhookRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.Header("Content-Type"), out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            throw new MalformedException("body", "a multipart form with its boundary is expected");
        var form = new InboundForm();
        // In memory already, so nothing is awaited and nothing blocks.
        // A form with files is large: where the body lies in an array it is read there.
        var bytes = MemoryMarshal.TryGetArray(request.Body, out var there) ? there : request.Body.ToArray();
        using var body = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        try
        {
            form.ReadSectionsAsync(new MultipartReader(boundary, body) { HeadersLengthLimit = 64 * 1024 }).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new MalformedException("body", "a whole multipart form is expected");
        }
        if (form.fields.TryGetValue("charsets", out var told)) form.ReadCharsets(told);
        return form;
    }

    /// <summary>A field's text; null where it is missing.</summary>
    public string? Text(string name) => fields.TryGetValue(name, out var bytes) ? Encode(charsets.GetValueOrDefault(name)).GetString(bytes) : null;

    private async Task ReadSectionsAsync(MultipartReader reader)
    {
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var named)) continue;
            if (named.IsFileDisposition() || named.FileName.HasValue)
            {
                Files++;
                continue;
            }
            using var value = new MemoryStream();
            await section.Body.CopyToAsync(value);
            if (fields.Count < MostFields && value.Length <= LongestField && HeaderUtilities.RemoveQuotes(named.Name).Value is { Length: > 0 } name) fields.TryAdd(name, value.ToArray());
        }
    }

    private void ReadCharsets(byte[] json)
    {
        try
        {
            using var told = JsonDocument.Parse(json);
            foreach (var one in told.RootElement.EnumerateObject())
            {
                if (one.Value.ValueKind == JsonValueKind.String) charsets[one.Name] = one.Value.GetString()!;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Without it all is read as UTF-8.
            charsets.Clear();
        }
    }

    private static Encoding Encode(string? charset)
    {
        try
        {
            return charset is null ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
