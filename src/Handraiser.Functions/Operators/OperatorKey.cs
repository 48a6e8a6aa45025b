using System.Security.Cryptography;
using System.Text;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Settings;
using Microsoft.AspNetCore.Http;

namespace Handraiser.Functions.Operators;

/// <summary>
/// Who may use the operators' routes: whoever sends the key of <c>Keys:Operator</c> as <c>x-functions-key</c> or as a bearer token; a
/// browser sends a session instead, which it got for the key. Where App Service authentication is on, a person with the app role
/// <see cref="SignedInPerson.Operator"/> needs no key, and one with <see cref="SignedInPerson.Responder"/> none for pages.
/// </summary>
internal sealed class OperatorKey(Installation installation, Tokens tokens, SignedInPerson person, TimeProvider clock)
{
    private const string Cookie = "handraiser-desk";
    private const string Bearer = "Bearer ";
    private static readonly TimeSpan Session = TimeSpan.FromHours(12);

    private readonly byte[] key = Hash(installation.OperatorKey);

    /// <summary>Whether a call of the API brings the key, or an operator signed in.</summary>
    public bool Opens(HttpRequest request)
    {
        if (person.HasRole(request, SignedInPerson.Operator)) return true;
        var sent = request.Headers["x-functions-key"].ToString();
        if (sent.Length == 0 && request.Headers.Authorization.ToString() is var authorization && authorization.StartsWith(Bearer, StringComparison.Ordinal)) sent = authorization[Bearer.Length..];
        return IsKey(sent);
    }

    /// <summary>Whether a browser brings a session, or the call the key, or a responder signed in.</summary>
    public bool OpensPage(HttpRequest request) =>
        Opens(request) || person.HasRole(request, SignedInPerson.Responder) || tokens.Read(request.Cookies[Cookie], TokenPurpose.Desk, clock.GetUtcNow()) is not null;

    /// <summary>Begins a browser's session for twelve hours when the key is right. The cookie goes to this site only, and no script reads it.</summary>
    public bool Begin(HttpRequest request, string key)
    {
        if (!IsKey(key)) return false;
        var token = tokens.Write(new Token(TokenPurpose.Desk, "operator", clock.GetUtcNow() + Session));
        request.HttpContext.Response.Cookies.Append(Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, MaxAge = Session, Path = "/" });
        return true;
    }

    private bool IsKey(string sent) => sent.Length > 0 && CryptographicOperations.FixedTimeEquals(Hash(sent), key);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
