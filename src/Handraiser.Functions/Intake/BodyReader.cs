using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake;

/// <summary>Reads a request's body up to the limit.</summary>
public static class BodyReader
{
    /// <summary>The largest body that is read, in bytes (5 MiB).</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>The raw bytes; null when there are more than <paramref name="most"/>.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation, int most = MaxBytes)
    {
        if (request.ContentLength > most) return null;
        if (request.ContentLength is { } told)
        {
            var whole = new byte[told];
            var length = await request.Body.ReadAtLeastAsync(whole, whole.Length, throwOnEndOfStream: false, cancellation);
            return length == whole.Length ? whole : whole[..length];
        }
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using var gathered = new MemoryStream();
            int read;
            while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
            {
                if (gathered.Length + read > most) return null;
                gathered.Write(chunk, 0, read);
            }
            return gathered.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}
