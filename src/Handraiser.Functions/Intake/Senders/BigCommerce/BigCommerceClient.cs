using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Functions.Intake.Senders.BigCommerce;

/// <summary>The store cannot be asked now, and may be later.</summary>
/// <param name="why">What happened, for the operator.</param>
/// <param name="wait">How long the store asks to wait; null where it does not say.</param>
public sealed class StoreBusyException(string why, TimeSpan? wait = null) : Exception(why)
{
    /// <summary>How long the store asks to wait; null where it does not say.</summary>
    public TimeSpan? Wait { get; } = wait;
}

/// <summary>The store's answer cannot be used, and asking again would give the same one until somebody mends what is wrong.</summary>
/// <param name="why">What is wrong, for the operator; nothing of what the store answered.</param>
public sealed class StoreRefusedException(string why) : Exception(why);

/// <summary>
/// The few reads of the store's API that we need (developer.bigcommerce.com, "REST Management API"). Settings beside the sender's own:
/// <c>StoreHash</c>, <c>AccessToken</c>, and <c>ApiBase</c> for a double.
/// </summary>
public sealed class BigCommerceClient(HttpClient http, IConfiguration configuration)
{
    private const string Section = "Senders:BigCommerce";

    /// <summary>A resource; an undefined element where the store no longer has it.</summary>
    /// <exception cref="StoreBusyException">The store cannot be asked now.</exception>
    /// <exception cref="StoreRefusedException">The store's answer cannot be used.</exception>
    public async Task<JsonElement> ReadAsync(string path, CancellationToken cancellation)
    {
        var server = configuration[$"{Section}:ApiBase"] ?? "https://api.bigcommerce.com";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.TrimEnd('/')}/stores/{Setting("StoreHash")}/{path}");
        request.Headers.Add("X-Auth-Token", Setting("AccessToken"));
        request.Headers.Add("Accept", "application/json");
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NoContent) return default;
            Check(response);
            using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new StoreRefusedException("The store's answer is not JSON.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new StoreBusyException("The store could not be reached.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreBusyException("The store took too long to answer.");
        }
    }

    private static void Check(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode) return;
        if (status is 408 or 429 or >= 500) throw new StoreBusyException($"The store answered {status}.", Wait(response));
        throw new StoreRefusedException(status is 401 or 403
            ? $"The store refused the access token ({status}); see Senders__BigCommerce__AccessToken and what it may read."
            : $"The store answered {status}.");
    }

    /// <summary>Told in seconds or as a date (RFC 9110, section 10.2.3), or by the store's own header, in milliseconds ("API rate limits").</summary>
    private static TimeSpan? Wait(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is { } told) return told.Delta ?? (response.Headers.Date is { } sent ? told.Date - sent : null);
        return response.Headers.TryGetValues("X-Rate-Limit-Time-Reset-Ms", out var values)
            && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null;
    }

    private string Setting(string name) => configuration[$"{Section}:{name}"] is { Length: > 0 } value
        ? value
        : throw new StoreRefusedException($"The setting Senders__BigCommerce__{name} is missing.");
}
