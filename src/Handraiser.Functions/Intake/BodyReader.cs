using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Intake;

/// <summary>Reads a request's body up to the limit.</summary>
public static class BodyReader
{
    /// <summary>The largest body that is read, in bytes (5 MiB).</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>So many bytes are given to every body; more as they arrive.</summary>
    internal const int FirstBytes = 64 * 1024;
    private const int Growth = 8;

    /// <summary>The raw bytes; null when there are more than <paramref name="most"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="most">The limit, in bytes.</param>
    /// <param name="widen">Is told how many bytes of memory the body has now, each time before there are more, and may refuse by an exception.</param>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation, int most = MaxBytes, Action<int>? widen = null)
    {
        if (request.ContentLength > most) return null;
        if (request.ContentLength is { } told) return await ReadToldAsync(request, (int)told, widen, cancellation);
        var chunk = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            using var gathered = new MemoryStream();
            int read;
            while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
            {
                if (gathered.Length + read > most) return null;
                if (gathered.Length + read > gathered.Capacity) widen?.Invoke(Math.Max(gathered.Capacity * 2, (int)gathered.Length + read));
                gathered.Write(chunk, 0, read);
            }
            return gathered.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>The room grows with what arrives: who only says that megabytes will come, and sends none, is given none.</summary>
    private static async ValueTask<byte[]> ReadToldAsync(HttpRequest request, int told, Action<int>? widen, CancellationToken cancellation)
    {
        var body = new byte[Math.Min(told, FirstBytes)];
        for (var length = 0; ;)
        {
            length += await request.Body.ReadAtLeastAsync(body.AsMemory(length), body.Length - length, throwOnEndOfStream: false, cancellation);
            if (length < body.Length) return body[..length];
            if (length == told) return body;
            var larger = (int)Math.Min(told, (long)body.Length * Growth);
            widen?.Invoke(larger);
            Array.Resize(ref body, larger);
        }
    }
}
