using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Storage;
using Handraiser.Plays;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Operators;

/// <summary>How sending does, and stopping and resuming it by hand (law 5). Every route needs the operators' key; whatever is switched is audited.</summary>
internal sealed class SendingRoutes(SendingWatch watch, ISwitches switches, SendingReader reader, SendingDomain own, IMoments moments, IAudit audit, OperatorKey key)
{
    /// <summary>Each sending domain: whether it is stopped and why, and what was counted in the rule's window.</summary>
    [Function("ShowSending")]
    public async Task<IResult> Show([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sending")] HttpRequest request, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        var moment = await moments.NowAsync(cancellation);
        var known = await switches.ReadAsync(cancellation);
        var counts = await watch.CountsAsync(known, moment, cancellation);
        var domains = counts.Keys.Union(known.Domains.Select(d => d.Domain)).Append(own.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(domain =>
        {
            var one = known.Domains.FirstOrDefault(d => d.Domain == domain);
            var counted = counts.GetValueOrDefault(domain);
            return new { domain, own = domain == own.Name, stopped = one?.IsStopped == true, reason = one is { IsStopped: true } ? one.Reason : null, by = one?.By, at = one?.At, counted.Sent, counted.Delivered, counted.Complaints, counted.HardBounces };
        });
        var rule = moment.Playbook.Limits.StopSending;
        return Results.Json(new { domains, paused = known.Paused.Select(p => new { p.Play, p.By, p.At }), rule = new { rule.Complaints, rule.Bounces, days = rule.Over.TotalDays, rule.AtLeast, rule.Sure } });
    }

    /// <summary>Stops marketing by hand: <c>{"domain": ..., "by": ..., "reason": ...}</c>, without a domain the installation's own.</summary>
    [Function("StopSending")]
    public Task<IResult> Stop([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sending/stop")] HttpRequest request, CancellationToken cancellation) =>
        SwitchAsync(request, "stop-sending", async (domain, asked, now) =>
        {
            var done = await switches.StopAsync(domain, asked.Reason ?? "Stopped by hand.", asked.By!, now, cancellation);
            // Whoever stops it by hand need not be told.
            if (done) await switches.ToldAsync(domain, cancellation);
            return done;
        }, "It is stopped already.", cancellation);

    /// <summary>Lets marketing go on; counting begins anew.</summary>
    [Function("ResumeSending")]
    public Task<IResult> Resume([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sending/resume")] HttpRequest request, CancellationToken cancellation) =>
        SwitchAsync(request, "resume-sending", async (domain, asked, now) =>
        {
            var hours = await reader.HoursAsync(now, now, cancellation);
            var hour = hours.TryGetValue(SendingReader.Hour(now), out var domains) && domains.TryGetValue(domain, out var counted) ? counted : default;
            return await switches.ResumeAsync(domain, asked.By!, hour, now, cancellation);
        }, "It is not stopped.", cancellation);

    private async Task<IResult> SwitchAsync(HttpRequest request, string what, Func<string, SendingRequest, DateTimeOffset, Task<bool>> act, string otherwise, CancellationToken cancellation)
    {
        if (!key.Opens(request)) return Results.Unauthorized();
        if (await BodyOf.ReadAsync<SendingRequest>(request, cancellation) is not { By.Length: > 0 } asked)
            return Results.Problem("""Say who you are: {"by": "Ann"}.""", statusCode: 400, title: "Who asks is missing");
        var now = (await moments.NowAsync(cancellation)).Now;
        var domain = asked.Domain?.Trim().ToLowerInvariant() is { Length: > 0 } named ? named : own.Name;
        if (domain.IndexOfAny(['/', '\\', '#', '?']) >= 0) return Results.Problem("A domain is written like shop.example.", statusCode: 400, title: "No domain");
        if (!await act(domain, asked, now)) return Results.Problem(otherwise, statusCode: 409, title: "Nothing to do");
        await audit.WriteShopAsync(what, domain, asked.By, now, cancellation);
        moments.Forget();
        return Results.Json(new { domain, done = what });
    }
}

/// <summary>Who stops or resumes what.</summary>
/// <param name="By">Who asks: their name.</param>
/// <param name="Domain">The sending domain; null for the installation's own.</param>
/// <param name="Reason">Why.</param>
internal sealed record SendingRequest(string? By, string? Domain, string? Reason)
{
    /// <summary>Nothing said.</summary>
    public SendingRequest()
        : this(null, null, null)
    {
    }
}
