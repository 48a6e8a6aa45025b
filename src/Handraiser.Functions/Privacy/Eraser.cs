using Handraiser.Functions.Agenda;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Privacy;

/// <summary>
/// Forgets customers (GDPR article 17): profile, memberships, signposts, wakes and follow-ups. Keyed hashes stay, so that stops outlive
/// the customer and no replay brings them back. Raw bodies in the archive end with its life-cycle rule.
/// </summary>
internal sealed class Eraser(
    ICustomers customers, Identity identity, ISuppressions suppressions, IAgenda agenda, IFollowUps followUps, IAudit audit, Erasures erasures, IPrivacyQueue queue)
{
    private const int MostSignposts = 8;
    private const int MostTries = 8;

    // Twice the time in which every instance learns of an erasure.
    private static readonly TimeSpan Settling = 2 * Erasures.Fresh;

    /// <summary>
    /// Erases the customer who lives at this hash. May be called again after a crash: the profile, which knows what else there is, goes last,
    /// but for the signposts that lead from the hash to it.
    /// </summary>
    /// <returns>Whether there was anybody.</returns>
    /// <exception cref="Azure.RequestFailedException">Storage is down: call again.</exception>
    public async Task<bool> EraseAsync(string home, string by, DateTimeOffset at, CancellationToken cancellation)
    {
        var path = await PathAsync(home, cancellation);
        if (path.FindLast(r => r.ETag is not null) is not { } lives) return false;

        var profile = lives.Profile;
        string[] homes = [.. path.Select(r => r.Profile.Id).Concat(profile.Homes).Concat(profile.Absorbed).Distinct(StringComparer.Ordinal)];
        await MarkAsync(homes, at, cancellation);
        await audit.WriteAsync("erase", profile.Id, by, at, cancellation);
        // From here on nothing new arrives, so what is read now is all there is.
        await suppressions.KeepAsync([.. profile.Permissions.Suppressions.Select(s => Stops.Of(profile, s, identity))], cancellation);
        await agenda.DisarmAsync(Wakes(profile), cancellation);
        foreach (var id in homes) await followUps.RemoveOfAsync(id, cancellation);
        await queue.SendAsync(new PrivacyMessage { By = by, At = at, Again = homes }, Settling, cancellation);
        // The way by which the customer was found goes after them, its end first: whoever calls again must find what is left.
        string[] way = [.. path.Select(r => r.Profile.Id).Where(id => id != profile.Id).Reverse()];
        foreach (var id in homes.Where(id => id != profile.Id).Except(way)) await RemoveAsync(id, IsSignpost, cancellation);
        await RemoveAsync(profile.Id, _ => true, cancellation);
        foreach (var id in way) await RemoveAsync(id, IsSignpost, cancellation);
        return true;
    }

    /// <summary>Drops from now on what is told about these hashes, whether anybody is known under them or not.</summary>
    public async Task MarkAsync(IReadOnlyCollection<string> homes, DateTimeOffset at, CancellationToken cancellation)
    {
        await suppressions.EraseAsync(homes, at, cancellation);
        erasures.Forget();
    }

    /// <summary>
    /// Looks once more at hashes that were erased: an instance that did not know yet may have written a row meanwhile. A customer who came
    /// back by their own word stays.
    /// </summary>
    public async Task EraseAgainAsync(PrivacyMessage message, CancellationToken cancellation)
    {
        foreach (var home in message.Again ?? [])
        {
            var path = await PathAsync(home, cancellation);
            if (path.FindLast(r => r.ETag is not null) is { } lives && message.Again!.Contains(lives.Profile.Id) && !Erasure.HasReturned(lives.Profile, message.At))
            {
                await EraseAsync(home, message.By, message.At, cancellation);
            }
        }
    }

    /// <summary>
    /// The rows from a hash to where its customer lives, read afresh. The last that exists is the customer, or a signpost whose content
    /// nobody absorbed before its target was erased.
    /// </summary>
    private async Task<List<CustomerRow>> PathAsync(string home, CancellationToken cancellation)
    {
        var path = new List<CustomerRow>(2);
        for (string? next = home; next is not null && path.Count < MostSignposts; next = path[^1].Profile.MovedTo)
        {
            customers.Forget(next);
            path.Add(await customers.LoadAsync(next, cancellation));
        }
        return path;
    }

    private async Task RemoveAsync(string id, Func<CustomerRow, bool> may, CancellationToken cancellation)
    {
        for (var tries = 1; tries <= MostTries; tries++)
        {
            customers.Forget(id);
            var row = await customers.LoadAsync(id, cancellation);
            if (row.ETag is null || !may(row) || await customers.RemoveAsync(row, cancellation)) return;
        }
        throw new RowMovedException();
    }

    private static bool IsSignpost(CustomerRow row) => row.Profile.MovedTo is not null;

    private static WakeUp[] Wakes(Profile profile) =>
    [
        .. new[] { profile.Wake, profile.Armed }.Concat(profile.Actions.Select(a => a.NotBefore))
            .OfType<DateTimeOffset>().Select(at => new WakeUp(profile.Id, at)),
    ];
}
