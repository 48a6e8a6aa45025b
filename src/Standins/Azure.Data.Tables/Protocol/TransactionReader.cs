#nullable enable
using System.Text;

namespace Azure.Data.Tables.Protocol;

/// <summary>Reads the answer to a transaction: one part for each action, or one part that says which action failed.</summary>
internal static class TransactionReader
{
    private static ReadOnlySpan<byte> EndOfHead => "\r\n\r\n"u8;

    /// <summary>The responses, which are slices of the one body.</summary>
    /// <exception cref="TableTransactionFailedException">An action failed.</exception>
    /// <exception cref="RequestFailedException">The answer has not one part for each action.</exception>
    public static IReadOnlyList<Response> Read(Response response, int count)
    {
        var body = response.Content.ToMemory();
        var delimiter = Delimiter(response, body.Span);
        var parts = new List<Response>(count);
        for (var rest = After(body, delimiter); !rest.IsEmpty; rest = After(rest, delimiter))
        {
            var end = rest.Span.IndexOf(delimiter);
            if (end < 0)
            {
                break;
            }

            if (ReadPart(rest[..end], response.ClientRequestId) is { } part)
            {
                parts.Add(part.Status < 400 ? part : throw new TableTransactionFailedException(TableErrors.Of(part)));
            }
        }

        return parts.Count == count
            ? parts
            : throw new RequestFailedException(response.Status, $"The service answered {parts.Count} of a transaction's {count} actions.");
    }

    // The change set's boundary stands in the body; an answer without a change set has only the outer one, in the header.
    private static byte[] Delimiter(Response response, ReadOnlySpan<byte> body)
    {
        var name = "boundary="u8;
        var start = body.IndexOf(name);
        if (start >= 0)
        {
            var line = body[(start + name.Length)..];
            return [.. "--"u8, .. line[..line.IndexOfAny((byte)'\r', (byte)'\n')].Trim((byte)'"')];
        }

        var boundary = response.Headers.ContentType?.Split("boundary=").ElementAtOrDefault(1)?.Split(';')[0].Trim('"');
        return Encoding.ASCII.GetBytes("--" + boundary);
    }

    private static ReadOnlyMemory<byte> After(ReadOnlyMemory<byte> body, byte[] delimiter)
    {
        var start = body.Span.IndexOf(delimiter);
        return start < 0 ? default : body[(start + delimiter.Length)..];
    }

    private static TransactionPartResponse? ReadPart(ReadOnlyMemory<byte> part, string requestId)
    {
        var start = part.Span.IndexOf("HTTP/1.1 "u8);
        if (start < 0)
        {
            return null;
        }

        var http = part[start..];
        var end = http.Span.IndexOf(EndOfHead);
        return end < 0 ? new(http, default, requestId) : new(http[..end], http[(end + EndOfHead.Length)..], requestId);
    }
}
