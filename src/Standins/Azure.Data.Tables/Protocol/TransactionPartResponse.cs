#nullable enable
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>The response to one action of a transaction, read from the transaction's body when it is asked.</summary>
internal sealed class TransactionPartResponse : Response
{
    private const int StatusOffset = 9;

    private readonly ReadOnlyMemory<byte> _head;
    private Stream? _content;

    public TransactionPartResponse(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body, string clientRequestId)
    {
        _head = head;
        Status = Utf8Parser.TryParse(head.Span[StatusOffset..], out int status, out _) ? status : 0;
        ClientRequestId = clientRequestId;
        var trimmed = body.Span.TrimEnd("\r\n"u8).Length;
        _content = trimmed == 0 ? null : ToStream(body[..trimmed]);
    }

    public override int Status { get; }

    public override string ReasonPhrase => Encoding.ASCII.GetString(FirstLine()[(StatusOffset + 3)..]).Trim();

    public override Stream? ContentStream
    {
        get => _content;
        set => _content = value;
    }

    public override string ClientRequestId { get; set; }

    public override void Dispose() => _content?.Dispose();

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders()
    {
        foreach (var line in Encoding.UTF8.GetString(_head.Span).Split("\r\n").Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                yield return new(line[..colon], line[(colon + 1)..].Trim());
            }
        }
    }

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        var rest = _head.Span[FirstLine().Length..];
        while (!rest.IsEmpty)
        {
            rest = rest.TrimStart("\r\n"u8);
            var end = rest.IndexOf((byte)'\r');
            var line = end < 0 ? rest : rest[..end];
            rest = rest[line.Length..];
            var colon = line.IndexOf((byte)':');
            if (colon == name.Length && Ascii.EqualsIgnoreCase(line[..colon], name))
            {
                value = Encoding.UTF8.GetString(line[(colon + 1)..].Trim((byte)' '));
                return true;
            }
        }

        value = null;
        return false;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }

    private ReadOnlySpan<byte> FirstLine()
    {
        var end = _head.Span.IndexOf((byte)'\r');
        return end < 0 ? _head.Span : _head.Span[..end];
    }

    private static MemoryStream ToStream(ReadOnlyMemory<byte> body) => MemoryMarshal.TryGetArray(body, out var array)
        ? new(array.Array!, array.Offset, array.Count, writable: false, publiclyVisible: true)
        : new(body.ToArray(), 0, body.Length, writable: false, publiclyVisible: true);
}
