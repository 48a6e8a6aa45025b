using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Pages;

/// <summary>The form of a request; empty when there is none or it is malformed.</summary>
public static class FormBody
{
    /// <summary>Reads it.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!request.HasFormContentType) return FormCollection.Empty;
        try
        {
            return await request.ReadFormAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return FormCollection.Empty;
        }
    }
}
