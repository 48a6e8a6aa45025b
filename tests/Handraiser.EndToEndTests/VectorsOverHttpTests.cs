using System.Net;
using System.Text.Json;
using Handraiser.LocalHost;
using Handraiser.Tests.Intake;

namespace Handraiser.EndToEndTests;

/// <summary>Recorded requests of others, through a real port; reported as absent where their folder is.</summary>
public sealed class VectorsOverHttpTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private static readonly DateTimeOffset WhenNothingIsStamped = new(2024, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [SkippableTheory]
    [InlineData("sendgrid", "SendGrid", "public_key")]
    [InlineData("shopify", "Shopify", "secret")]
    public async Task Each_recorded_request_gets_its_verdict(string route, string sender, string secretField)
    {
        foreach (var vectors in Vectors.Read(route).GroupBy(v => (Secret: v.Text(secretField)!, Now: Stamp(v))))
        {
            await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, vectors.Key.Now, options => options with
            {
                Settings = new Dictionary<string, string?> { [$"Senders:{sender}:Secrets:0"] = vectors.Key.Secret },
            });
            foreach (var vector in vectors)
            {
                var status = await shop.Webhooks.PostAsync(route, vector.Body(), vector.Headers);
                Assert.True(IsExpected(vector, status), $"{vector.Name} was answered {(int)status}");
            }
        }
    }

    /// <summary>A good signature over what is no JSON proves the sender and is malformed all the same.</summary>
    private static bool IsExpected(Vectors vector, HttpStatusCode status) =>
        !vector.Flag("expected_valid") ? status == HttpStatusCode.Unauthorized
        : IsJson(vector.Body()) ? (int)status is >= 200 and < 300
        : status == HttpStatusCode.BadRequest;

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

    private static DateTimeOffset Stamp(Vectors vector) =>
        vector.Now is { } now ? now
        : vector.Headers.FirstOrDefault(h => h.Name.EndsWith("Webhook-Timestamp", StringComparison.OrdinalIgnoreCase)).Value is { } text && long.TryParse(text, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds)
        : WhenNothingIsStamped;
}
