using System.Text.Json;
using Azure.Data.Tables;
using Handraiser.Campaigns;
using Handraiser.Functions.Storage;
using Handraiser.Profiles;

namespace Handraiser.Functions.Campaigns;

/// <summary>How those whom a campaign chose fared, and what they did.</summary>
/// <param name="Outcomes">How many, by <see cref="CampaignResult.Outcome"/>.</param>
/// <param name="Opened">How many opened it.</param>
/// <param name="Clicked">How many clicked.</param>
/// <param name="Ordered">Of those who got it, the orders of the week after.</param>
/// <param name="OrderedHeldOut">The same of those who were held out.</param>
public sealed record CampaignSums(IReadOnlyDictionary<string, long> Outcomes, long Opened, long Clicked, CampaignOrders Ordered, CampaignOrders OrderedHeldOut);

/// <summary>Orders that followed a campaign.</summary>
/// <param name="People">How many customers ordered.</param>
/// <param name="Worth">For how much, in the shop's currency.</param>
public sealed record CampaignOrders(long People, decimal Worth);

/// <summary>
/// Adds up what was counted of a campaign with the profiles that it is about (<see cref="CountsBook"/>): a call a bucket or a few, however many
/// were chosen.
/// </summary>
internal sealed class CampaignFigures(TableServiceClient tables, TimeProvider clock)
{
    private const int BucketsAtOnce = 16;
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);
    /// <summary>So long after the last was chosen something may still count: what waits, the week in which orders count, and what is told late.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromDays(21);

    private readonly TableClient table = tables.GetTableClient(Names.Tables.Customers);

    /// <summary>The sums of a campaign until now.</summary>
    public async Task<CampaignSums> OfAsync(CampaignState state, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow() + Skew;
        var end = state.FinishedAt is { } finished && finished + Aftermath < now ? finished + Aftermath : now;
        var sums = await SumAsync(state.Campaign.Id, state.CreatedAt - Skew, end, cancellation);
        var outcomes = sums.Where(s => s.Key.StartsWith(CampaignCounting.Outcome, StringComparison.Ordinal) && s.Value > 0).ToDictionary(s => s.Key[CampaignCounting.Outcome.Length..], s => s.Value, StringComparer.Ordinal);
        if (state.Chosen - outcomes.Values.Sum() is > 0 and var rest) outcomes[CampaignResult.Unknown] = rest;
        return new CampaignSums(
            outcomes, sums.GetValueOrDefault(CampaignCounting.Opened), sums.GetValueOrDefault(CampaignCounting.Clicked),
            Orders(CampaignCounting.Ordered, CampaignCounting.Worth), Orders(CampaignCounting.OrderedHeldOut, CampaignCounting.WorthHeldOut));

        CampaignOrders Orders(string people, string worth) => new(sums.GetValueOrDefault(people), sums.GetValueOrDefault(worth) / 100m);
    }

    private async Task<Dictionary<string, long>> SumAsync(string id, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var some in Enumerable.Range(0, Identity.Buckets).Chunk(BucketsAtOnce)) await Task.WhenAll(some.Select(AddAsync));
        return sums;

        async Task AddAsync(int bucket)
        {
            // Rows of hours in which no campaign had anything to count have no such column and do not meet the filter.
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Identity.BucketName(bucket)} and RowKey ge {Keys.Counts(from, "")} and RowKey lt {Keys.Counts(to + TimeSpan.FromHours(1), "")}") + $" and {CountsBook.CampaignsColumn} gt ''";
            await foreach (var row in table.QueryAsync<TableEntity>(filter, select: [CountsBook.CampaignsColumn], cancellationToken: cancellation))
            {
                if (row.GetString(CountsBook.CampaignsColumn) is not { } json || JsonSerializer.Deserialize(json, CountsJson.Default.DictionaryStringDictionaryStringInt64)?.GetValueOrDefault(id) is not { } counted) continue;
                lock (sums) MembersBook.Add(sums, counted);
            }
        }
    }
}
