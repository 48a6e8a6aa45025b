using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.Email;
using Handraiser.Plays;
using SendGrid;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>What the answers of SendGrid mean; the table stands in docs/guarantees.md.</summary>
public sealed class SendGridOutcomeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(202, null, OutcomeClass.Accepted)]
    [InlineData(200, null, OutcomeClass.Accepted)]
    [InlineData(400, null, OutcomeClass.Permanent)]
    [InlineData(413, null, OutcomeClass.Permanent)]
    [InlineData(401, null, OutcomeClass.Temporary)]
    [InlineData(403, null, OutcomeClass.Temporary)]
    [InlineData(429, null, OutcomeClass.Throttled)]
    [InlineData(503, "30", OutcomeClass.Temporary)]
    [InlineData(503, null, OutcomeClass.Ambiguous)]
    [InlineData(500, "30", OutcomeClass.Ambiguous)]
    [InlineData(502, null, OutcomeClass.Ambiguous)]
    [InlineData(504, null, OutcomeClass.Ambiguous)]
    [InlineData(408, null, OutcomeClass.Ambiguous)]
    public async Task Each_status_has_its_class(int status, string? retryAfter, OutcomeClass expected)
    {
        using var response = Answer(status, """{"errors":[{"message":"no","field":"subject"}]}""");
        if (retryAfter is not null) response.Headers.Add("Retry-After", retryAfter);

        Assert.Equal(expected, (await Outcome(response)).Class);
    }

    [Fact]
    public async Task A_provider_may_say_when_to_come_back_in_seconds_as_a_date_or_by_its_own_header()
    {
        foreach (var (name, value) in new[] { ("Retry-After", "90"), ("Retry-After", Now.AddSeconds(90).ToString("R")), ("X-RateLimit-Reset", Now.AddSeconds(90).ToUnixTimeSeconds().ToString()) })
        {
            using var response = Answer(429, "");
            response.Headers.Add(name, value);
            Assert.Equal(TimeSpan.FromSeconds(90), (await Outcome(response)).RetryAfter);
        }
    }

    [Theory]
    [InlineData("personalizations.0.to.0.email", true)]
    [InlineData("from.email", false)]
    [InlineData("content.0.value", false)]
    public async Task Only_an_error_about_the_recipient_makes_the_address_invalid(string field, bool invalid)
    {
        using var response = Answer(400, $$"""{"errors":[{"message":"Does not contain a valid address.","field":"{{field}}"}]}""");

        var outcome = await Outcome(response);
        Assert.Equal(invalid, outcome.AddressInvalid);
        Assert.Contains("valid address", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"errors":[]}""")]
    [InlineData("""{"errors":"no"}""")]
    public async Task A_refusal_without_a_readable_reason_is_a_refusal(string body)
    {
        using var response = Answer(400, body);

        Assert.Equal(OutcomeClass.Permanent, (await Outcome(response)).Class);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, OutcomeClass.Temporary)]
    [InlineData(HttpRequestError.NameResolutionError, OutcomeClass.Temporary)]
    [InlineData(HttpRequestError.ResponseEnded, OutcomeClass.Ambiguous)]
    [InlineData(HttpRequestError.Unknown, OutcomeClass.Ambiguous)]
    public void Only_a_connection_that_never_came_about_surely_carried_nothing(HttpRequestError error, OutcomeClass expected) =>
        Assert.Equal(expected, HttpOutcome.Of("SendGrid", new HttpRequestException(error)).Class);

    private static HttpResponseMessage Answer(int status, string body) => new((System.Net.HttpStatusCode)status) { Content = new StringContent(body) };

    private static Task<DeliveryOutcome> Outcome(HttpResponseMessage response) => SendGridAnswer.OfAsync(new Response(response.StatusCode, response.Content, response.Headers), Now);
}
