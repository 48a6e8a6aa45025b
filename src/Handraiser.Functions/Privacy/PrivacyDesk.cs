using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Privacy;

/// <summary>
/// Carries out what customers ask for through a store system. Erasing one customer happens at once; what is kept is put before a person,
/// with where to find it; erasing a whole shop waits for a person, since names do not tell two stores of one system apart and one forged
/// or mistaken call must not empty the installation: replaying the parked item is the confirmation.
/// </summary>
internal sealed class PrivacyDesk(Eraser eraser, CustomerLookup lookup, ICustomers customers, Identity identity, IFollowUps followUps, IAudit audit, IParked parked, IPrivacyQueue queue)
{
    // The law gives one month (GDPR article 12(3)); two weeks leave room for a holiday.
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromDays(14);

    /// <summary>Carries out one message.</summary>
    public Task CarryOutAsync(PrivacyMessage message, CancellationToken cancellation) => message switch
    {
        { Again: not null } => eraser.EraseAgainAsync(message, cancellation),
        { Bucket: { } bucket, Request.Kind: PrivacyKind.EraseShop } => EraseBucketAsync(message, bucket, cancellation),
        { Request.Kind: PrivacyKind.Erase } => EraseAsync(message, message.Request, cancellation),
        { Request.Kind: PrivacyKind.Access } => ShowAsync(message, message.Request, cancellation),
        { Request.Kind: PrivacyKind.EraseShop } => parked.ParkAsync(
            Names.Queues.Privacy, $"A shop left {message.By} and asks that all its customers be erased; replay this item to confirm", (message with { Bucket = 0 }).Write(), message.At, cancellation),
        _ => throw new FormatException("A privacy message says what is to be done."),
    };

    private async Task EraseAsync(PrivacyMessage message, PrivacyRequest request, CancellationToken cancellation)
    {
        var homes = identity.Homes(request.Customer);
        if (homes.Count == 0) return;
        foreach (var home in homes) await eraser.EraseAsync(home, message.By, message.At, cancellation);
        await eraser.MarkAsync([.. homes], message.At, cancellation);
    }

    private async Task ShowAsync(PrivacyMessage message, PrivacyRequest request, CancellationToken cancellation)
    {
        var profile = await lookup.FindAsync(request.Customer, cancellation);
        var id = profile?.Id ?? identity.FirstHome(request.Customer) ?? "";
        await audit.WriteAsync("access", id, message.By, message.At, cancellation);
        await followUps.AddAsync(
            new FollowUp
            {
                Id = "privacy-" + StableHash.Id(message.By, request.Id),
                CustomerId = id,
                Kind = FollowUpKind.DataRequest,
                Rank = double.MaxValue,
                CreatedAt = message.At,
                DueAt = message.At + AnswerWithin,
                Name = profile?.Person.FirstName,
                Email = request.Customer.Email,
                Phone = request.Customer.Phone,
                Why = profile is null
                    ? $"Asked through {message.By} what we keep: nothing is kept under these names. Answer so."
                    : $"Asked through {message.By} what we keep: send what /api/customers/{id}/export gives.",
                Play = "privacy",
                Occasion = request.Id,
            },
            cancellation);
    }

    /// <summary>Erases one bucket's customers of the sender's shop, then asks for the next one: a crash repeats one bucket at most.</summary>
    private async Task EraseBucketAsync(PrivacyMessage message, int bucket, CancellationToken cancellation)
    {
        var prefix = message.By + ":";
        var gone = new List<string>();
        await foreach (var profile in customers.ScanAsync(bucket, cancellation))
        {
            if (profile.Person.ShopId?.StartsWith(prefix, StringComparison.Ordinal) == true) gone.Add(profile.Id);
        }
        foreach (var id in gone) await eraser.EraseAsync(id, message.By, message.At, cancellation);
        if (bucket + 1 < Identity.Buckets) await queue.SendAsync(message with { Bucket = bucket + 1 }, TimeSpan.Zero, cancellation);
    }
}
