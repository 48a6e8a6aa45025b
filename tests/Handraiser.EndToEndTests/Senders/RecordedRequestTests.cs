using System.Text.Json;
using Azure.Data.Tables;
using Handraiser.Functions;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>Recorded requests of others, through a real port at the time they were made; reported as absent where their folder is.</summary>
public sealed class RecordedRequestTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    /// <summary>What the genuine ones tell; those that are not here only need their verdict.</summary>
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["stripe/valid"] = "customer.known",
        ["sendgrid/single_valid"] = "email.dropped",
        ["standard/valid"] = "",
        ["standard/multi_signature"] = "",
        ["mailgun/symfony_accepted"] = "email.sent",
        ["mailgun/symfony_delivered_messages"] = "email.delivered",
        ["mailgun/symfony_opens"] = "email.opened",
        ["mailgun/symfony_clicks"] = "email.clicked",
        ["mailgun/symfony_permanent_failure"] = "email.bounced",
        ["mailgun/symfony_permanent_failure_no_description"] = "email.bounced",
        ["mailgun/symfony_suppression_failure"] = "email.dropped",
        ["mailgun/symfony_temporary_failure"] = "email.deferred",
        ["mailgun/symfony_spam_complaints"] = "email.complained",
        ["mailgun/symfony_unsubscribes"] = "email.unsubscribed",
        ["mandrill/rails_valid"] = "email.replied",
        ["resend/sent_valid"] = "email.sent",
        ["woocommerce/order_created"] = "order.placed",
        ["woocommerce/action_add_to_cart"] = "",
        ["ses/test-notification-signature-v2"] = "",
        ["ses/test-subscription-confirmation"] = "",
        ["shopify/shopify_app_js"] = "",
    };

    [SkippableFact]
    public async Task Each_recorded_request_gets_its_verdict_and_a_forged_one_tells_nothing()
    {
        // A host has one set of settings for each sender: the first sets together, then the second ones.
        var hosts = RecordedRequest.All().GroupBy(r => r.Sender).SelectMany(s => s.GroupBy(r => r.Key).Select((g, i) => (Host: i, Requests: g))).GroupBy(g => g.Host, g => g.Requests);
        var wrong = new List<string>();
        foreach (var host in hosts)
        {
            var requests = host.SelectMany(g => g).OrderBy(r => r.Now).ToList();
            var heard = new HeardEvents();
            await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, requests[0].Now, options => options with
            {
                Services = heard.ListenIn,
                Settings = requests.SelectMany(r => r.Settings).DistinctBy(s => s.Key).ToDictionary(s => s.Key, s => s.Value),
            });
            using var http = new HttpClient { BaseAddress = shop.App.Address };
            foreach (var request in requests)
            {
                shop.App.Options.Clock.MoveTo(request.Now);
                await ForgetTokensAsync();
                var status = (int)await request.Post.SendAsync(http);
                var events = heard.Take();
                if (!IsExpected(request, status)) wrong.Add($"{request.Sender}/{request.Name} was answered {status}");
                if ((!request.Valid || request.MustAnswer is not null) && events.Count > 0) wrong.Add($"{request.Sender}/{request.Name} was believed");
                if (request.Valid && events.Any(e => e.ReceivedAt != request.Now || e.Source != request.Sender)) wrong.Add($"{request.Sender}/{request.Name} came under another name or time");
                var kinds = string.Join(' ', events.Select(e => e.Kind));
                if (Kinds.TryGetValue($"{request.Sender}/{request.Name}", out var told) && told != kinds) wrong.Add($"{request.Sender}/{request.Name} told {kinds}");
            }
            await shop.DrainAsync();
            foreach (var address in heard.Called) Assert.EndsWith(address.Host == "api.bigcommerce.com" ? "" : ".amazonaws.com", address.Host, StringComparison.Ordinal);
            if (requests.Any(r => r.Name == "test-subscription-confirmation")) Assert.Single(heard.Called, a => a.Query.Contains("ConfirmSubscription", StringComparison.Ordinal));
        }
        Assert.Empty(wrong);
    }

    /// <summary>A good signature over what is no JSON proves the sender and is malformed all the same.</summary>
    private static bool IsExpected(RecordedRequest request, int status) =>
        request.MustAnswer is { } must ? status == must
        : !request.Valid ? status == 401
        : request.Post.ContentType == SenderPost.Form || IsJson(request.Post.Body) ? status is >= 200 and < 300
        : status == 400;

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var _ = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The recorded requests of Mailgun have tokens in common, which no real ones have.</summary>
    private async Task ForgetTokensAsync()
    {
        var table = new TableServiceClient(storage.ConnectionString).GetTableClient(Names.Tables.Proofs);
        foreach (var row in await table.QueryAsync<TableEntity>().ToListAsync()) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
    }
}
