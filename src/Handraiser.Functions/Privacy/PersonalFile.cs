using System.Text.Json;
using System.Text.Json.Nodes;
using Handraiser.Events;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Privacy;

/// <summary>
/// Everything that is kept about one customer, for the customer (GDPR articles 15 and 20): the profile, which carries memberships, actions
/// and the time of the next wake, and what stands about them elsewhere: follow-ups, stops under their names, and what was done with their data.
/// </summary>
internal sealed class PersonalFile(Identity identity, IFollowUps followUps, ISuppressions suppressions, IAudit audit)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The file as UTF-8 JSON.</summary>
    /// <exception cref="Azure.RequestFailedException">Storage is down.</exception>
    public async Task<byte[]> WriteAsync(Profile profile, CancellationToken cancellation)
    {
        var file = JsonNode.Parse(ProfileExport.Write(profile))!.AsObject();
        string[] homes = [.. profile.Homes.Append(profile.Id).Concat(profile.Absorbed).Concat(identity.Homes(Names(profile.Person))).Distinct(StringComparer.Ordinal)];
        var items = new List<FollowUp>();
        var stops = new List<Suppression>();
        foreach (var home in homes)
        {
            items.AddRange(await followUps.OfAsync(home, cancellation));
            stops.AddRange(await suppressions.OfAsync(home, cancellation));
        }
        file["followUps"] = JsonSerializer.SerializeToNode<IReadOnlyList<FollowUp>>(items, FollowUpJson.Default.IReadOnlyListFollowUp);
        file["suppressions"] = JsonSerializer.SerializeToNode(stops.Select(s => new { s.Channel, s.Reason, s.At }), Readable);
        file["doneWithThisData"] = JsonSerializer.SerializeToNode(await audit.OfAsync(profile.Id, cancellation), Readable);
        return JsonSerializer.SerializeToUtf8Bytes(file, Readable);
    }

    private static Identifiers Names(Person person) => new() { Email = person.Email, Phone = person.Phone, ShopId = person.ShopId };
}
