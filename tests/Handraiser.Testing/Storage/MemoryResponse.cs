using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Handraiser.Testing.Storage;

/// <summary>The answer of storage in memory: a status and, after a write, the version written.</summary>
internal sealed class MemoryResponse(int status, ETag? version = null) : Response
{
    public static readonly MemoryResponse Done = new(200);

    public override int Status => status;
    public override string ReasonPhrase => "";
    public override Stream? ContentStream { get; set; }
    public override string ClientRequestId { get; set; } = "";

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => version is { } etag ? [new HttpHeader("ETag", etag.ToString())] : [];

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = name.Equals("ETag", StringComparison.OrdinalIgnoreCase) ? version?.ToString() : null;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}

/// <summary>The answer for a row that is not there.</summary>
internal sealed class Absent<T> : NullableResponse<T>
{
    public override bool HasValue => false;
    public override T? Value => throw new InvalidOperationException("There is no value.");
    public override Response GetRawResponse() => new MemoryResponse(404);
}

/// <summary>Pages that are asked for one by one; unlike the base class it stays on the scheduler of whoever reads.</summary>
internal sealed class MemoryPages<T>(Func<string?, int?, Task<Page<T>>> next) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await next(continuationToken, pageSizeHint);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (continuationToken is not null);
    }

    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages())
        {
            foreach (var value in page.Values) yield return value;
        }
    }
}
