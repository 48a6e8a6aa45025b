using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Handraiser.Functions.Pages;

/// <summary>The form of a request; empty when there is none, it is malformed, or it is larger than any form of ours.</summary>
public static class FormBody
{
    /// <summary>The largest form that is read, in bytes: a long letter and more.</summary>
    public const int MaxBytes = 256 * 1024;

    private static readonly FormOptions Limits = new() { ValueCountLimit = 200, KeyLengthLimit = 200, ValueLengthLimit = MaxBytes, MultipartBodyLengthLimit = MaxBytes, BufferBodyLengthLimit = MaxBytes, MemoryBufferThreshold = MaxBytes };

    /// <summary>Reads it. Anybody may post to some of our pages: the server's own limit would let them fill memory and disk.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType || request.ContentLength > MaxBytes) return FormCollection.Empty;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBytes;
        try
        {
            return await new FormFeature(request, Limits).ReadFormAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return FormCollection.Empty;
        }
    }
}
