using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Operators;

/// <summary>
/// The app roles of whoever signed in through App Service authentication, which puts them into the header <c>x-ms-client-principal</c> and
/// removes that header from what comes from outside. Without that authentication anybody could send the header, so nothing is read.
/// https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
/// </summary>
internal sealed class SignedInPerson(IConfiguration settings)
{
    /// <summary>May use every operators' route.</summary>
    public const string Operator = "Handraiser.Operator";

    /// <summary>May work the follow-up list.</summary>
    public const string Responder = "Handraiser.Responder";

    private const string Header = "x-ms-client-principal";

    // Set by the platform, not by people.
    private readonly bool platformAuthenticates = string.Equals(settings["WEBSITE_AUTH_ENABLED"], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this person has one of the roles.</summary>
    public bool HasRole(HttpRequest request, params ReadOnlySpan<string> roles)
    {
        if (!platformAuthenticates || request.Headers[Header].ToString() is not { Length: > 0 } sent) return false;
        try
        {
            using var principal = JsonDocument.Parse(Convert.FromBase64String(sent));
            if (principal.RootElement.ValueKind != JsonValueKind.Object || !principal.RootElement.TryGetProperty("claims", out var claims) || claims.ValueKind != JsonValueKind.Array) return false;
            foreach (var claim in claims.EnumerateArray())
            {
                if (Text(claim, "typ") is "roles" && Text(claim, "val") is { } role && roles.Contains(role)) return true;
            }
            return false;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement claim, string name) => claim.TryGetProperty(name, out var value) ? value.GetString() : null;
}
