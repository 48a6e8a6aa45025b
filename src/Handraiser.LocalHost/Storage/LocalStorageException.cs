namespace Handraiser.LocalHost.Storage;

/// <summary>The local storage emulator could not be installed or started; the message says in one sentence what to do.</summary>
public sealed class LocalStorageException : Exception
{
    /// <summary>An exception whose message can be shown to the user as it stands.</summary>
    public LocalStorageException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
