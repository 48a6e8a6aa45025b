namespace Handraiser.LocalHost.Storage;

/// <summary>A lock between processes, held by an open file: the operating system frees it when its holder dies.</summary>
internal static class FileLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock at most as long as said, then throws <see cref="LocalStorageException"/>.</summary>
    public static async Task<IDisposable> AcquireAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var attempts = (int)(patience / s_pause); ; attempts--)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (attempts <= 0)
            {
                throw new LocalStorageException($"Another process has held {path} for {patience.TotalMinutes:0} minutes; end it or delete the file.", exception);
            }
            catch (IOException)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }
    }
}
