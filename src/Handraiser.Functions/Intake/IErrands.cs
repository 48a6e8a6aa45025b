namespace Handraiser.Functions.Intake;

/// <summary>What a body asks to be done elsewhere.</summary>
public interface IErrands
{
    /// <summary>Puts an address of the sender's own into the queue <c>fetch</c>, which is called so that its subscription begins.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task ConfirmLaterAsync(string sender, Uri address, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Puts a right of privacy law into the queue <c>privacy</c>.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task CarryOutLaterAsync(PrivacyRequest request, string sender, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Puts a detail to be fetched into the queue <c>fetch</c>, where nobody sees it before the wait is over.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    Task FetchLaterAsync(FetchJob job, TimeSpan wait, CancellationToken cancellation);
}
