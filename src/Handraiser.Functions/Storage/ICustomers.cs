using Handraiser.Profiles;

namespace Handraiser.Functions.Storage;

/// <summary>A customer's row: the profile, and the version of the row it was read from.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="ETag">The row's version; null when there is no row yet.</param>
public sealed record CustomerRow(Profile Profile, string? ETag);

/// <summary>One customer's part of a commit.</summary>
/// <param name="Row">The row as it was read.</param>
/// <param name="Next">The profile to write.</param>
public sealed record CustomerChange(CustomerRow Row, Profile Next);

/// <summary>The customers' rows. Loading may answer from a cache: a commit that then meets a newer row fails and is tried again from a fresh read.</summary>
public interface ICustomers
{
    /// <summary>The row of one customer id; a new profile without an ETag when there is none. Follows no signposts.</summary>
    ValueTask<CustomerRow> LoadAsync(string customerId, CancellationToken cancellation);

    /// <summary>Reads the rows that are not cached, several at a time, so that each is then loaded without a call.</summary>
    async ValueTask LoadAsync(IEnumerable<string> customerIds, CancellationToken cancellation)
    {
        foreach (var id in customerIds) await LoadAsync(id, cancellation);
    }

    /// <summary>The row of a customer as it is cached; null when it is not.</summary>
    CustomerRow? Known(string customerId) => null;

    /// <summary>Forgets what is cached of this customer, so that the next load reads the table.</summary>
    void Forget(string customerId);

    /// <summary>
    /// Writes all changes of one bucket, in one transaction where they fit into one (100 rows, 4 MiB). Either all changes of a
    /// transaction are written or none.
    /// </summary>
    /// <returns>The rows as written; those that met a newer row are missing: load and decide again.</returns>
    Task<IReadOnlyDictionary<string, CustomerRow>> CommitAsync(string bucket, IReadOnlyList<CustomerChange> changes, CancellationToken cancellation);

    /// <summary>Removes a row and the customer's membership rows in one transaction; a row that is gone already is as it should be.</summary>
    /// <returns>False when the row is newer than it was read: read and decide again.</returns>
    Task<bool> RemoveAsync(CustomerRow row, CancellationToken cancellation);

    /// <summary>The customers of one bucket, signposts left out.</summary>
    IAsyncEnumerable<Profile> ScanAsync(int bucket, CancellationToken cancellation);

    /// <summary>The customers of one bucket from the one after <paramref name="after"/> on, by id, signposts left out.</summary>
    IAsyncEnumerable<Profile> ScanAsync(int bucket, string after, CancellationToken cancellation) =>
        ScanAsync(bucket, cancellation).Where(p => string.CompareOrdinal(p.Id, after) > 0).OrderBy(p => p.Id, StringComparer.Ordinal);

    /// <summary>Every customer, bucket by bucket, signposts left out. Reads the whole table: for reports and sweeps, never for an event.</summary>
    IAsyncEnumerable<Profile> ScanAsync(CancellationToken cancellation);
}
