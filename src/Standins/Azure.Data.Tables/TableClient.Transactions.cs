using Azure.Core;
using Azure.Data.Tables.Protocol;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Does all actions or none: rows of one partition, at most 100 and 4 MiB. The responses stand in the order of the actions.</summary>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    /// <exception cref="TableTransactionFailedException">An action was refused; nothing was written.</exception>
    /// <exception cref="RequestFailedException">The service refused the request as a whole.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var boundary = "batch_" + Guid.NewGuid();
        using var message = _service.CreateWrite(RequestMethod.Post, "$batch", out var content);
        message.Request.Headers.SetValue("Content-Type", "multipart/mixed; boundary=" + boundary);
        var writer = new TransactionWriter(content, _service.Address, Name, boundary);
        foreach (var action in transactionActions)
        {
            writer.Add(action);
        }

        var count = writer.Finish();
        if (count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        var response = await _service.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return response.Status == 202
            ? Response.FromValue(TransactionReader.Read(response, count), response)
            : throw TableErrors.Of(response);
    }
}
