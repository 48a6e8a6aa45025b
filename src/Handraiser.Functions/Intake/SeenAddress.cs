using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Handraiser.Functions.Intake;

/// <summary>
/// The address of a request as its sender saw it. Some signatures cover it, and behind a proxy the request itself tells another scheme and
/// host. A forged forwarding header can only spoil the forger's own signature.
/// </summary>
public static class SeenAddress
{
    /// <summary>The full address, query included, exactly as coded in the request.</summary>
    public static string Of(HttpRequest request)
    {
        var scheme = First(request.Headers["X-Forwarded-Proto"]) ?? request.Scheme;
        var host = First(request.Headers["X-Forwarded-Host"]) ?? request.Host.Value;
        return $"{scheme}://{host}{request.GetEncodedPathAndQuery()}";
    }

    private static string? First(string? values)
    {
        var first = values?.Split(',', 2)[0].Trim();
        return first is { Length: > 0 } ? first : null;
    }
}
