using System.Net;
using Handraiser.Functions.Delivery.Sms;
using Handraiser.Plays;
using Xunit;

namespace Handraiser.Tests.Delivery;

public sealed class SmsTests
{
    private static readonly TwilioSettings Settings = new() { AccountSid = "AC1", AuthToken = "secret", From = "+447700900000", FromByPrefix = [("+4917", "+4915000"), ("+49", "+4930000")] };

    [Fact]
    public async Task A_text_names_both_numbers_and_where_its_fate_is_to_be_told()
    {
        var wire = new Wire(HttpStatusCode.Created, """{"sid":"SM1"}""");

        var outcome = await wire.Client.SendAsync("+447700900123", "Hi", new Uri("https://shop.example/api/webhooks/twilio?action_id=a-1"));

        Assert.Equal((OutcomeClass.Accepted, "SM1"), (outcome.Class, outcome.ProviderId));
        Assert.Equal("https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json", wire.Address);
        Assert.Equal("To=%2B447700900123&From=%2B447700900000&Body=Hi&StatusCallback=https%3A%2F%2Fshop.example%2Fapi%2Fwebhooks%2Ftwilio%3Faction_id%3Da-1", wire.Body);
    }

    [Theory]
    [InlineData(400, """{"code":21211}""", OutcomeClass.Permanent, true)]
    [InlineData(400, """{"code":21610}""", OutcomeClass.Permanent, false)]
    [InlineData(400, "not json", OutcomeClass.Permanent, false)]
    [InlineData(429, "", OutcomeClass.Throttled, false)]
    [InlineData(401, "{}", OutcomeClass.Temporary, false)]
    [InlineData(500, "", OutcomeClass.Ambiguous, false)]
    public async Task Each_answer_has_its_class(int status, string body, OutcomeClass expected, bool invalid)
    {
        var outcome = await new Wire((HttpStatusCode)status, body).Client.SendAsync("+447700900123", "Hi", new Uri("https://shop.example"));

        Assert.Equal((expected, invalid), (outcome.Class, outcome.AddressInvalid));
    }

    [Theory]
    [InlineData("+491701234567", "+4915000")]
    [InlineData("+493012345678", "+4930000")]
    [InlineData("+447700900123", "+447700900000")]
    public void A_country_may_have_its_own_sender(string number, string sender) => Assert.Equal(sender, Settings.SenderFor(number));

    private sealed class Wire(HttpStatusCode status, string answer) : HttpMessageHandler, IHttpClientFactory
    {
        public string? Address { get; private set; }
        public string? Body { get; private set; }
        public TwilioClient Client => new(Settings, this, TimeProvider.System);

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!.AbsoluteUri;
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(status) { Content = new StringContent(answer) };
        }
    }
}
