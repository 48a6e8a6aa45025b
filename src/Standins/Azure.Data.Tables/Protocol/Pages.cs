#nullable enable
using System.Globalization;
using Azure.Core;

namespace Azure.Data.Tables.Protocol;

/// <summary>A query as a series of pages, each a request that names where the page before ended.</summary>
internal sealed class Pages<T>(
    TableService service, string path, string? filter, int? maxPerPage, IEnumerable<string>? select, Func<Response, List<T>> read)
    where T : notnull
{
    private readonly string? _select = select is null ? null : string.Join(',', select);

    public AsyncPageable<T> ToAsync(CancellationToken cancellationToken) => new AsyncPages(this, cancellationToken);

    public Pageable<T> ToSync(CancellationToken cancellationToken) => new SyncPages(this, cancellationToken);

    private HttpMessage CreateMessage(string? continuation, int? size)
    {
        var message = service.CreateMessage(RequestMethod.Get, path);
        var uri = message.Request.Uri;
        Append(uri, "$filter", filter);
        Append(uri, "$select", _select);
        Append(uri, "$top", size?.ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(continuation))
        {
            var space = continuation.IndexOf(' ', StringComparison.Ordinal);
            Append(uri, path == "Tables" ? "NextTableName" : "NextPartitionKey", space < 0 ? continuation : continuation[..space]);
            Append(uri, "NextRowKey", space < 0 || space == continuation.Length - 1 ? null : continuation[(space + 1)..]);
        }

        return message;
    }

    private Page<T> ToPage(Response response) => response.Status == 200
        ? Page<T>.FromValues(read(response), Continuation(response), response)
        : throw TableErrors.Of(response);

    private static string? Continuation(Response response)
    {
        if (response.Headers.TryGetValue("x-ms-continuation-NextTableName", out var table))
        {
            return table;
        }

        response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row);
        return response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition) ? $"{partition} {row}" : null;
    }

    private static void Append(RequestUriBuilder uri, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            uri.AppendQuery(name, value, escapeValue: true);
        }
    }

    private sealed class AsyncPages(Pages<T> query, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    {
        public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            do
            {
                using var message = query.CreateMessage(continuationToken, pageSizeHint ?? query.Size);
                var page = query.ToPage(await query.Service.SendAsync(message, CancellationToken).ConfigureAwait(false));
                yield return page;
                continuationToken = page.ContinuationToken;
            }
            while (continuationToken is not null);
        }
    }

    private sealed class SyncPages(Pages<T> query, CancellationToken cancellationToken) : Pageable<T>(cancellationToken)
    {
        public override IEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            do
            {
                using var message = query.CreateMessage(continuationToken, pageSizeHint ?? query.Size);
                var page = query.ToPage(query.Service.Send(message, CancellationToken));
                yield return page;
                continuationToken = page.ContinuationToken;
            }
            while (continuationToken is not null);
        }
    }

    private int? Size => maxPerPage;

    private TableService Service => service;
}
