using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Profiles;

namespace Handraiser.Benchmarks.Pipeline;

/// <summary>What the textbook does with one event: counters on the profile, and a row for everything else.</summary>
internal sealed class TextbookWorker(TableServiceClient tables, Identity identity)
{
    private readonly TableClient profiles = tables.GetTableClient("profiles");
    private readonly TableClient aliases = tables.GetTableClient("aliases");
    private readonly TableClient events = tables.GetTableClient("events");
    private readonly TableClient segments = tables.GetTableClient("segments");
    private readonly TableClient wakes = tables.GetTableClient("wakes");

    public Task CreateTablesAsync() => Task.WhenAll(new[] { profiles, aliases, events, segments, wakes }.Select(t => t.CreateIfNotExistsAsync()));

    public async Task HandleAsync(JsonElement told)
    {
        var kind = told.GetProperty("type").GetString()!;
        var at = told.GetProperty("at").GetDateTimeOffset();
        var customer = await CustomerAsync(told.GetProperty("customer"));
        await FoldAsync(customer, kind, at);
        await events.UpsertEntityAsync(new TableEntity(customer, told.GetProperty("id").GetString()!) { ["Kind"] = kind, ["At"] = at, ["Data"] = told.GetProperty("data").GetRawText() }, TableUpdateMode.Replace);
        if (kind == "email.clicked")
            await segments.UpsertEntityAsync(new TableEntity(Identity.Bucket(customer), $"s{Workload.Segment}|{customer}") { ["Since"] = at }, TableUpdateMode.Replace);
        if (kind == "cart.updated")
            await wakes.UpsertEntityAsync(new TableEntity("cart-left", customer) { ["Due"] = at.AddHours(4) }, TableUpdateMode.Replace);
    }

    /// <summary>By address, and by the alias row of a cart that an address was seen with.</summary>
    private async Task<string> CustomerAsync(JsonElement told)
    {
        var cart = told.TryGetProperty("cart", out var token) ? identity.FirstHome(new Identifiers { Cart = token.GetString() }) : null;
        if (!told.TryGetProperty("email", out var email) || email.ValueKind == JsonValueKind.Null)
        {
            var alias = await aliases.GetEntityIfExistsAsync<TableEntity>("cart", cart!);
            return alias.HasValue ? alias.Value!.GetString("Customer") : cart!;
        }
        var customer = identity.FirstHome(new Identifiers { Email = email.GetString() })!;
        if (cart is not null) await aliases.UpsertEntityAsync(new TableEntity("cart", cart) { ["Customer"] = customer }, TableUpdateMode.Replace);
        return customer;
    }

    private async Task FoldAsync(string customer, string kind, DateTimeOffset at)
    {
        var column = kind.Replace('.', '_');
        while (true)
        {
            try
            {
                var found = await profiles.GetEntityIfExistsAsync<TableEntity>(Identity.Bucket(customer), customer);
                var profile = found.HasValue ? found.Value! : new TableEntity(Identity.Bucket(customer), customer);
                profile[column] = (profile.GetInt32(column) ?? 0) + 1;
                profile[column + "_last"] = at;
                if (found.HasValue) await profiles.UpdateEntityAsync(profile, profile.ETag, TableUpdateMode.Replace);
                else await profiles.AddEntityAsync(profile);
                return;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                // Another message of the same customer was faster.
            }
        }
    }
}
