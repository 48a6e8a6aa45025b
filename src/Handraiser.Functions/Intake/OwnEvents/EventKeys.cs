using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Intake.OwnEvents;

/// <summary>
/// The keys of <c>POST /api/events</c>: the setting <c>Keys:Events</c>, or <c>Keys:Events:0</c> and <c>Keys:Events:1</c> while one is being
/// replaced. Told as <c>x-functions-key</c>, as <c>Authorization: Bearer</c>, or (CloudEvents webhooks, section 3) as <c>access_token</c>
/// in the query.
/// </summary>
public sealed class EventKeys(IConfiguration configuration)
{
    private readonly string[] keys = Read(configuration.GetSection("Keys:Events"));

    /// <summary>Whether the request carries one of the keys.</summary>
    public bool Open(HttpRequest request)
    {
        var told = Told(request);
        var open = false;
        foreach (var key in keys) open |= Signatures.IsText(told, key);
        return open;
    }

    private static string? Told(HttpRequest request)
    {
        if (request.Headers["x-functions-key"] is [{ Length: > 0 } key, ..]) return key;
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return authorization[7..].Trim();
        return request.Query["access_token"] is [{ Length: > 0 } token, ..] ? token : null;
    }

    private static string[] Read(IConfigurationSection section) =>
        [.. section.GetChildren().Select(c => c.Value).Prepend(section.Value).OfType<string>().Where(k => k.Length > 0)];
}
