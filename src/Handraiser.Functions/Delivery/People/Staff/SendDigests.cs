using Azure.Data.Tables;
using Handraiser.FollowUps;
using Handraiser.Functions.Reaction;
using Handraiser.Plays;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Handraiser.Functions.Delivery.People.Staff;

/// <summary>Every quarter of an hour: whose day has begun gets their list.</summary>
internal sealed class SendDigests(DigestRound round)
{
    /// <summary>Safe to run at any time: each responder gets one a day, and none when nothing is due. One call while nobody waits.</summary>
    [Function("SendDigests")]
    public Task Run([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancellation) => round.RunAsync(cancellation);
}

/// <summary>Which responders had their digest of which day.</summary>
internal interface IDigestsSent
{
    /// <summary>The last day whose digest a responder got; null for none.</summary>
    Task<DateOnly?> LastAsync(string responder, CancellationToken cancellation);

    /// <summary>Remembers one.</summary>
    Task RememberAsync(string responder, DateOnly day, CancellationToken cancellation);
}

/// <summary>
/// Sends the digests that are due. Sent first and remembered then: a crash between tells somebody twice, which does no harm; the other way
/// round somebody would not be told.
/// </summary>
internal sealed partial class DigestRound(IMoments moments, IFollowUps followUps, IDigestsSent sent, StaffLetters letters, ILogger<DigestRound> log, IStaffMail? mail = null)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (mail is null) return;
        var open = await followUps.OpenAsync(cancellation);
        if (open.Count == 0) return;
        var moment = await moments.NowAsync(cancellation);
        foreach (var responder in moment.Playbook.Team)
        {
            if (Digests.DayOf(responder, moment.Playbook.Store, moment.Now) is not { } day || await sent.LastAsync(responder.Name, cancellation) == day) continue;
            if (Digests.Of(responder, open, moment.Playbook.Store, moment.Now) is not { } digest) continue;
            var outcome = await mail.SendAsync(responder.Email, letters.Digest(digest, moment), moment.Playbook.Store.Name);
            if (outcome.Class is OutcomeClass.Accepted or OutcomeClass.Permanent) await sent.RememberAsync(responder.Name, day, cancellation);
            if (outcome.Class != OutcomeClass.Accepted) NotSent(outcome.Reason);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A responder's digest could not be sent: {Reason}")]
    private partial void NotSent(string? reason);
}

/// <summary>In the table of follow-ups, a partition of its own: one row a responder.</summary>
internal sealed class DigestsSent(TableServiceClient tables) : IDigestsSent
{
    private const string Partition = "digest";
    private const string Day = "Day";
    private readonly TableClient table = tables.GetTableClient(Names.Tables.FollowUps);

    public async Task<DateOnly?> LastAsync(string responder, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, Key(responder), cancellationToken: cancellation);
        return found.HasValue && DateOnly.TryParse(found.Value!.GetString(Day), System.Globalization.CultureInfo.InvariantCulture, out var day) ? day : null;
    }

    public Task RememberAsync(string responder, DateOnly day, CancellationToken cancellation) =>
        table.UpsertEntityAsync(new TableEntity(Partition, Key(responder)) { [Day] = day.ToString("O", System.Globalization.CultureInfo.InvariantCulture) }, TableUpdateMode.Replace, cancellation);

    // Names may hold what keys may not.
    private static string Key(string responder) => Profiles.StableHash.Id("digest", responder);
}
