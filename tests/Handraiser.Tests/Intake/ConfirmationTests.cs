using System.Net;
using System.Text.Json;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders.BigCommerce;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Handraiser.Tests.Intake;

/// <summary>A subscription that a sender wants confirmed is confirmed later where the sender is busy, and is never lost.</summary>
public sealed class ConfirmationTests
{
    private readonly MemoryErrands errands = new();
    private readonly MemoryParked parked = new();
    private readonly List<Uri> called = [];

    [Fact]
    public async Task The_address_is_called_and_that_is_all()
    {
        await ConfirmAsync(() => new HttpResponseMessage(HttpStatusCode.OK));

        Assert.Equal(new Uri("https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"), Assert.Single(called));
        Assert.Empty(errands.Jobs);
        Assert.Empty(parked.Items);
    }

    [Theory]
    [InlineData(503, 30)]
    [InlineData(429, 30)]
    [InlineData(0, 30)]
    [InlineData(-1, 30)]
    [InlineData(503, 240, 3)]
    public async Task Where_the_sender_is_busy_or_away_the_errand_comes_again_later_each_time(int status, int seconds, int tries = 0)
    {
        await ConfirmAsync(() => Answer(status), tries);

        Assert.Equal((tries + 1, FetchJob.Confirm), (Assert.Single(errands.Jobs).Tries, errands.Jobs.Single().Topic));
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(errands.Waits));
        Assert.Empty(parked.Items);
    }

    [Theory]
    [InlineData(503, DetailFetcher.MostTries - 1, "ses answered 503 to the confirmation of its subscription. It was tried 13 times.")]
    [InlineData(403, 0, "ses answered 403 to the confirmation of its subscription, which may be too old. Have it sent again there.")]
    [InlineData(302, 0, "ses answered 302 to the confirmation of its subscription, which may be too old. Have it sent again there.")]
    public async Task What_is_refused_or_was_tried_for_hours_is_parked_with_its_reason(int status, int tries, string reason)
    {
        await ConfirmAsync(() => Answer(status), tries);

        Assert.Empty(errands.Jobs);
        var item = Assert.Single(parked.Items);
        Assert.Equal(reason, item.Reason);
        Assert.Equal(0, JsonSerializer.Deserialize<FetchJob>(item.Content)!.Tries);
    }

    private static HttpResponseMessage Answer(int status) => status switch
    {
        0 => throw new HttpRequestException("Nobody there."),
        -1 => throw new TaskCanceledException("Too slow."),
        _ => new HttpResponseMessage((HttpStatusCode)status),
    };

    private Task ConfirmAsync(Func<HttpResponseMessage> answer, int tries = 0)
    {
        var http = new IntakeHttp(new Sender(called, answer));
        var clock = new StandingClock(DoorHarness.Today);
        var details = new BigCommerceDetails(new BigCommerceClient(http.Client, new ConfigurationBuilder().Build()), new EventSink(new MemoryTransport(), DoorHarness.Identity), new MemoryCatalogue(), clock);
        var job = new FetchJob("ses", FetchJob.Confirm, "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription", DoorHarness.Today, Tries: tries);
        return new DetailFetcher(details, http, errands, parked, clock, NullLogger<DetailFetcher>.Instance).FetchAsync(JsonSerializer.Serialize(job), CancellationToken.None);
    }

    private sealed class Sender(List<Uri> called, Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            called.Add(request.RequestUri!);
            return Task.FromResult(answer());
        }
    }
}
