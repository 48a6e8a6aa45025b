using Handraiser.Campaigns;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Campaigns;

/// <summary>Finds who is next: members of a segment from their rows alone, or those on the roll of another campaign who clicked.</summary>
internal sealed class CampaignSource(MembersReader members, CampaignRoll roll, ICustomers customers)
{
    private const int ProfilesAtOnce = 16;
    private const int MostSignposts = 8;
    /// <summary>Few of those looked at have clicked.</summary>
    private const int LeastLookedAt = 200;

    /// <summary>Who comes after those that a campaign chose so far.</summary>
    public async Task<FoundMembers> NextAsync(CampaignState state, int most, CancellationToken cancellation)
    {
        if (state.ClickersOf is not { } earlier)
        {
            var some = await members.MembersAsync(state.Campaign.To!, state.After, null, most, cancellation).Take(most).Select(m => m.Customer).ToListAsync(cancellation);
            return new FoundMembers(some, some.Count, some.Count < most);
        }
        var looked = Math.Max(most, LeastLookedAt);
        var ids = await roll.ReadAsync(earlier, state.Looked, looked, cancellation);
        var clickers = (await ProfilesAsync(ids, cancellation)).Where(p => p is not null && CampaignResult.HasClicked(p, earlier)).Select(p => p!.Id);
        return new FoundMembers([.. clickers.Distinct()], ids.Count, ids.Count < looked);
    }

    /// <summary>The profiles of these ids in their order, signposts followed; null for those who are gone.</summary>
    public async Task<IReadOnlyList<Profile?>> ProfilesAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var found = new Profile?[ids.Count];
        await Parallel.ForAsync(0, ids.Count, new ParallelOptions { MaxDegreeOfParallelism = ProfilesAtOnce, CancellationToken = cancellation }, async (i, stop) => found[i] = await FindAsync(ids[i], stop));
        return found;
    }

    private async Task<Profile?> FindAsync(string id, CancellationToken cancellation)
    {
        for (var i = 0; i < MostSignposts; i++)
        {
            var (profile, version) = await customers.LoadAsync(id, cancellation);
            if (profile.MovedTo is not { } home) return version is null ? null : profile;
            id = home;
        }
        return null;
    }
}
