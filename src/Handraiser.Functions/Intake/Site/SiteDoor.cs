using System.Collections.Immutable;
using System.Text.Json;
using Handraiser.Events;
using Handraiser.Functions.Delivery.Links;
using Handraiser.Profiles.Verdicts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Intake.Site;

/// <summary>
/// The open door for pages of the shop's own site. Anybody can post here, so nothing is ever parked or archived: what cannot be used is
/// refused as a whole with its field, and what is taken names a browser, or the customer whom a token of one of our mails proves.
/// </summary>
public sealed partial class SiteDoor(SiteSettings settings, SiteLimits limits, Tokens tokens, IEventSink sink, TimeProvider clock, ILogger<SiteDoor> log)
{
    /// <summary>The source of the events.</summary>
    public const string Name = Profiles.Observing.Site;

    /// <summary>The largest body, in bytes: as much as a browser's beacon carries (W3C, "Beacon").</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly DoorAnswer Done = new(StatusCodes.Status204NoContent);
    private static readonly DoorAnswer Stranger = new(StatusCodes.Status403Forbidden, "Not allowed", "Pages of this origin may not tell anything here.");
    private static readonly DoorAnswer TooLarge = new(StatusCodes.Status413PayloadTooLarge, "Too large", "A body may have 64 KiB.");

    // A beacon sends text/plain, so that the browser need not ask first.
    private static readonly string[] Accepted = ["application/json", "text/plain"];

    /// <summary>Takes what a page tells, or answers the browser's question whether the page may (Fetch, "CORS protocol").</summary>
    public async Task<DoorAnswer> ReceiveAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!settings.IsOn) return DoorAnswer.NotFound;
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = "Origin";
        headers.CacheControl = "no-store";
        if (request.Headers.Origin.ToString() is not { Length: > 0 } origin || !settings.Origins.Contains(origin)) return Stranger;
        headers.AccessControlAllowOrigin = origin;
        if (HttpMethods.IsOptions(request.Method)) return Allow(headers);
        if (limits.ForAddress(request) is { } later) return TooOften(later);
        if (ContentTypes.Complaint(request, Accepted) is { } unsupported) return DoorAnswer.Unsupported(unsupported);
        if (await BodyReader.ReadAsync(request, cancellation, MaxBytes) is not { } body) return TooLarge;

        SitePost post;
        try
        {
            post = SiteParser.Read(body);
        }
        catch (JsonException e)
        {
            return DoorAnswer.Malformed("body", Keeping.Place(e));
        }
        catch (MalformedException e)
        {
            return DoorAnswer.Malformed(e.Field, e.Why);
        }
        if (limits.ForBrowser(post.Browser) is { } wait) return TooOften(wait);
        return await KeepAsync(post, Heard(post, request), cancellation);
    }

    /// <summary>What may be kept: of machines nothing; of who asks not to be followed, only that consent is taken back.</summary>
    private static ImmutableArray<SiteEvent> Heard(SitePost post, HttpRequest request)
    {
        if (Agents.Classify(request.Headers.UserAgent.ToString()) is AgentKind.Machine or AgentKind.Empty) return [];
        // Do Not Track (W3C, "Tracking Preference Expression") and Global Privacy Control (W3C, section 3.2).
        return request.Headers["DNT"] == "1" || request.Headers["Sec-GPC"] == "1" ? post.Events.RemoveAll(e => e.Data.Granted != false) : post.Events;
    }

    private async Task<DoorAnswer> KeepAsync(SitePost post, ImmutableArray<SiteEvent> heard, CancellationToken cancellation)
    {
        if (heard.IsEmpty) return Done;
        var now = clock.GetUtcNow();
        // A token that is forged or too old says nothing; the browser's id still does.
        var customer = tokens.Read(post.Token, TokenPurpose.Identify, now)?.Subject;
        try
        {
            await sink.AcceptAsync([.. heard.Select(e => e.ToEvent(post.Browser, customer, now))], cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotKept(e);
            return DoorAnswer.Unavailable;
        }
        Meters.Accepted.Add(heard.Length, new KeyValuePair<string, object?>("sender", Name));
        return Done;
    }

    private static DoorAnswer Allow(IHeaderDictionary headers)
    {
        headers.AccessControlAllowMethods = "POST";
        headers.AccessControlAllowHeaders = "content-type";
        headers.AccessControlMaxAge = "86400";
        return Done;
    }

    private static DoorAnswer TooOften(TimeSpan wait) => new(StatusCodes.Status429TooManyRequests, "Too often", "Nothing was taken. Try again later.", RetryAfter: wait);

    [LoggerMessage(LogLevel.Error, "What the site told could not be kept; its browser was asked to try again")]
    private partial void NotKept(Exception exception);
}
