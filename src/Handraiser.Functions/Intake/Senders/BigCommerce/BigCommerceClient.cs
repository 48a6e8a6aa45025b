using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Intake.Senders.BigCommerce;

/// <summary>
/// The few reads of the store's API that we need (developer.bigcommerce.com, "REST Management API"). Settings beside the sender's own:
/// <c>StoreHash</c>, <c>AccessToken</c>, and <c>ApiBase</c> for a double.
/// </summary>
public sealed class BigCommerceClient(HttpClient http, IConfiguration configuration)
{
    private const string Section = "Senders:BigCommerce";

    /// <summary>A resource; an undefined element where the store no longer has it.</summary>
    /// <exception cref="HttpRequestException">The store cannot be asked now.</exception>
    public async Task<JsonElement> ReadAsync(string path, CancellationToken cancellation)
    {
        var server = configuration[$"{Section}:ApiBase"] ?? "https://api.bigcommerce.com";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.TrimEnd('/')}/stores/{configuration[$"{Section}:StoreHash"]}/{path}");
        request.Headers.Add("X-Auth-Token", configuration[$"{Section}:AccessToken"]);
        request.Headers.Add("Accept", "application/json");
        using var response = await http.SendAsync(request, cancellation);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent) return default;
        response.EnsureSuccessStatusCode();
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
        return document.RootElement.Clone();
    }
}
