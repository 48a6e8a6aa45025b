using System.Net;
using System.Text.Json;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.Webhooks;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Intake.Senders.Standard;
using Handraiser.Functions.Reaction;
using Handraiser.Plays;
using Handraiser.Profiles;
using Handraiser.Tests.Plays;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Handraiser.Tests.Delivery;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";
    private static readonly DateTimeOffset Now = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    private readonly List<(Dictionary<string, string> Headers, byte[] Body)> got = [];
    private WebApplication receiver = null!;
    private Action<HttpResponse> answer = _ => { };

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver = builder.Build();
        receiver.MapPost("/{**path}", async (HttpRequest request, HttpResponse response) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            got.Add((request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
            answer(response);
        });
        await receiver.StartAsync();
    }

    public async Task DisposeAsync() => await receiver.DisposeAsync();

    [Fact]
    public async Task What_is_called_is_signed_and_tells_ids_only()
    {
        var outcome = await SendAsync(Settings(("AllowPrivate", "true")));

        Assert.Equal(OutcomeClass.Accepted, outcome.Class);
        var (headers, body) = Assert.Single(got);
        Assert.Equal("a-1", headers["webhook-id"]);
        var request = new WebhookRequest("POST", "", new HeaderDictionary(headers.ToDictionary(h => h.Key, h => new StringValues(h.Value))), body, Now);
        Assert.True((await new StandardVerifier().VerifyAsync(request, new SenderSettings(true, [Secret], TimeSpan.FromMinutes(5), new Dictionary<string, string>()), default)).Proof == Proof.Genuine);
        using var told = JsonDocument.Parse(body);
        Assert.Equal("play.step", told.RootElement.GetProperty("type").GetString());
        Assert.Equal("cart-left", told.RootElement.GetProperty("data").GetProperty("play").GetString());
        Assert.DoesNotContain("mary", told.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_goes_along_only_where_the_settings_say_so()
    {
        await SendAsync(Settings(("AllowPrivate", "true"), ("Out:crm:Personal", "true")));

        Assert.Contains("mary@example.com", System.Text.Encoding.UTF8.GetString(Assert.Single(got).Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204, OutcomeClass.Accepted)]
    [InlineData(302, OutcomeClass.Temporary)]
    [InlineData(400, OutcomeClass.Temporary)]
    [InlineData(410, OutcomeClass.Permanent)]
    [InlineData(429, OutcomeClass.Throttled)]
    [InlineData(500, OutcomeClass.Temporary)]
    [InlineData(502, OutcomeClass.Throttled)]
    public async Task Each_answer_means_what_the_standard_says_and_redirects_are_not_followed(int status, OutcomeClass means)
    {
        answer = response =>
        {
            response.StatusCode = status;
            response.Headers.Location = "/elsewhere";
            response.Headers.RetryAfter = "120";
        };

        var outcome = await SendAsync(Settings(("AllowPrivate", "true")));

        Assert.Equal(means, outcome.Class);
        if (means == OutcomeClass.Throttled) Assert.Equal(TimeSpan.FromMinutes(2), outcome.RetryAfter);
        Assert.Single(got);
    }

    [Theory]
    [InlineData("https://localhost")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://[::1]")]
    [InlineData("https://[::ffff:127.0.0.1]")]
    [InlineData("https://2130706433")]
    public async Task Nothing_off_the_public_Internet_is_called(string host)
    {
        var outcome = await SendAsync(Settings(("Out:crm:Url", $"{host}:{Port}/hook")));

        Assert.Equal(OutcomeClass.Temporary, outcome.Class);
        Assert.Empty(got);
    }

    [Theory]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:4700:4700::1111", true)]
    public void An_address_is_public_or_it_is_not(string address, bool isPublic) => Assert.Equal(isPublic, PublicInternet.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("Out:crm:Url", "http://crm.example/hook")]
    [InlineData("Out:crm:Url", "ftp://crm.example/hook")]
    [InlineData("Out:crm:Url", "https://name:password@crm.example/hook")]
    [InlineData("Out:crm:Secret", "whsec_c2hvcnQ=")]
    [InlineData("Out:crm:Secret", "no secret")]
    public void Settings_that_would_not_be_safe_are_refused_at_start(string name, string value) =>
        Assert.Throws<InvalidOperationException>(() => Settings(("Out:crm:Url", "https://crm.example/hook"), (name, value)));

    private int Port => new Uri(receiver.Urls.First()).Port;

    private WebhookSettings Settings(params (string Name, string Value)[] said)
    {
        var settings = new Dictionary<string, string?> { ["Webhooks:Out:crm:Url"] = $"http://127.0.0.1:{Port}/hook", ["Webhooks:Out:crm:Secret"] = Secret };
        foreach (var (name, value) in said) settings["Webhooks:" + name] = value;
        return WebhookSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())!;
    }

    private static async Task<DeliveryOutcome> SendAsync(WebhookSettings settings)
    {
        using var channel = new WebhookChannel(settings, new Clients(settings), new Clock());
        var action = DeliveryCases.Action(Now, ActionKind.Webhook) with { What = "crm" };
        var consignment = new Consignment(DeliveryCases.Customer(action), action, new Moment(DeliveryCases.Book(DeliveryCases.Play()), ShopState.Default, Now));
        return await channel.SendAsync(await channel.PrepareAsync(consignment, default), consignment);
    }

    private sealed class Clients(WebhookSettings settings) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(WebhookServices.Handler(settings)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
