using System.Linq.Expressions;
using Azure.Data.Tables.Filters;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>The rows that meet a filter, page by page (1,000 rows at most), in the order of their keys.</summary>
    /// <exception cref="RequestFailedException">The table is not there (404), or the service refused; thrown while enumerating.</exception>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => PagesOf<T>(filter, maxPerPage, select).ToAsync(cancellationToken);

    /// <summary>The rows that meet a condition, page by page (1,000 rows at most), in the order of their keys.</summary>
    /// <exception cref="RequestFailedException">The table is not there (404), or the service refused; thrown while enumerating.</exception>
    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => QueryAsync<T>(FilterExpression.Of(filter), maxPerPage, select, cancellationToken);

    /// <summary>The rows that meet a filter, page by page (1,000 rows at most), in the order of their keys.</summary>
    /// <exception cref="RequestFailedException">The table is not there (404), or the service refused; thrown while enumerating.</exception>
    public virtual Pageable<T> Query<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => PagesOf<T>(filter, maxPerPage, select).ToSync(cancellationToken);

    /// <summary>The rows that meet a condition, page by page (1,000 rows at most), in the order of their keys.</summary>
    /// <exception cref="RequestFailedException">The table is not there (404), or the service refused; thrown while enumerating.</exception>
    public virtual Pageable<T> Query<T>(
        Expression<Func<T, bool>> filter, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => Query<T>(FilterExpression.Of(filter), maxPerPage, select, cancellationToken);

    private Pages<T> PagesOf<T>(string filter, int? maxPerPage, IEnumerable<string> select)
        where T : class, ITableEntity => new(_service, Name + "()", filter, maxPerPage, select, EntityReader.ReadMany<T>);
}
