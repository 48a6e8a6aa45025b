using Azure;
using Azure.Data.Tables;
using Handraiser.Profiles;
using Handraiser.Segments;

namespace Handraiser.Functions.Storage;

/// <summary>One customer's rows within a transaction: the profile first, then memberships.</summary>
internal sealed class RowChange(CustomerChange change, List<TableTransactionAction> actions)
{
    public CustomerChange Change => change;
    public List<TableTransactionAction> Actions => actions;

    /// <summary>Drops the removal of a membership row that turned out to be gone; false when the refused action was another.</summary>
    public bool WithoutRemoval(int failedIndex, List<RowChange> rows)
    {
        var first = rows.TakeWhile(r => r != this).Sum(r => r.Actions.Count);
        var own = failedIndex - first;
        if (own <= 0 || actions[own].ActionType != TableTransactionActionType.Delete) return false;
        actions.RemoveAt(own);
        return true;
    }
}

/// <summary>Cuts changes of one bucket into entity group transactions: at most 100 rows and 4 MiB (Azure's limits), one partition.</summary>
internal static class Transactions
{
    // Two of Azure's hundred are left for the rows of counts.
    private const int MaxRows = 98;
    private const int MaxBytes = 3_500_000;

    public static IEnumerable<List<RowChange>> Split(IReadOnlyList<CustomerChange> changes)
    {
        var current = new List<RowChange>();
        var rows = 0;
        var bytes = 0;
        foreach (var change in changes)
        {
            var actions = Actions(change, out var size);
            if (actions.Count > MaxRows) throw new InvalidOperationException($"One customer's change has {actions.Count} rows; a transaction takes {MaxRows}.");
            if (rows + actions.Count > MaxRows || bytes + size > MaxBytes)
            {
                yield return current;
                (current, rows, bytes) = ([], 0, 0);
            }
            current.Add(new RowChange(change, actions));
            rows += actions.Count;
            bytes += size;
        }
        if (current.Count > 0) yield return current;
    }

    /// <summary>What removes a customer: the row as it was read, and its memberships, which were written with it.</summary>
    public static List<TableTransactionAction> Removal(CustomerRow row)
    {
        var id = row.Profile.Id;
        var actions = new List<TableTransactionAction> { new(TableTransactionActionType.Delete, new TableEntity(Identity.Bucket(id), Keys.Customer(id)), new ETag(row.ETag!)) };
        foreach (var membership in row.Profile.Memberships)
        {
            actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, Rows.Member(membership.Segment, id, membership.Since), ETag.All));
        }
        return actions;
    }

    public static RowChange Find(List<RowChange> rows, int actionIndex)
    {
        foreach (var row in rows)
        {
            if (actionIndex < row.Actions.Count) return row;
            actionIndex -= row.Actions.Count;
        }
        throw new ArgumentOutOfRangeException(nameof(actionIndex), actionIndex, "The transaction has fewer actions.");
    }

    private static List<TableTransactionAction> Actions(CustomerChange change, out int bytes)
    {
        var row = Rows.Write(change.Next);
        // Base64 in JSON, and the envelope around it.
        bytes = row.Sum(column => column.Value is byte[] chunk ? chunk.Length * 4 / 3 : 0) + 1024;
        var actions = new List<TableTransactionAction>(2)
        {
            change.Row.ETag is { } version
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, new ETag(version))
                : new TableTransactionAction(TableTransactionActionType.Add, row),
        };
        var id = change.Next.Id;
        foreach (var membership in change.Next.Memberships)
        {
            if (!Has(change.Row.Profile.Memberships, membership.Segment))
                actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, Rows.Member(membership.Segment, id, membership.Since)));
        }
        foreach (var membership in change.Row.Profile.Memberships)
        {
            if (!Has(change.Next.Memberships, membership.Segment))
                actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, Rows.Member(membership.Segment, id, membership.Since), ETag.All));
        }
        bytes += (actions.Count - 1) * 1024;
        return actions;
    }

    private static bool Has(IReadOnlyList<Membership> memberships, string segment)
    {
        foreach (var membership in memberships)
        {
            if (membership.Segment == segment) return true;
        }
        return false;
    }
}
