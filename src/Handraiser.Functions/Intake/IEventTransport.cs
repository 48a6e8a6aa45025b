namespace Handraiser.Functions.Intake;

/// <summary>The <c>events</c> queue and the place beside it for what is too large for a message.</summary>
public interface IEventTransport
{
    /// <summary>Puts one message into the queue; it never expires.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task SendAsync(string text, CancellationToken cancellation);

    /// <summary>How many messages wait, about.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task<int> WaitingAsync(CancellationToken cancellation);

    /// <summary>Stores a text that is too large for a message, under a name of its own.</summary>
    /// <returns>The name.</returns>
    Task<string> StoreAsync(string text, CancellationToken cancellation);

    /// <summary>Reads what was stored.</summary>
    Task<string> FetchAsync(string name, CancellationToken cancellation);
}
