using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Handraiser.LocalHost.Mailbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SendGrid;
using SendGrid.Helpers.Mail;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>The mailbox over HTTP: SendGrid's client sends into it, and its signed events come out.</summary>
public sealed class MailboxTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("mailbox").FullName;
    private readonly System.Threading.Channels.Channel<(string Signature, string Timestamp, string Body)> told = System.Threading.Channels.Channel.CreateUnbounded<(string, string, string)>();
    private readonly WebApplication app;

    public MailboxTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMailbox(new MailboxOptions { Folder = folder, Webhook = () => new Uri(Address + "/api/webhooks/sendgrid") });
        app = builder.Build();
        app.MapMailbox();
        app.MapPost("/api/webhooks/sendgrid", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            await told.Writer.WriteAsync((request.Headers["X-Twilio-Email-Event-Webhook-Signature"].ToString(), request.Headers["X-Twilio-Email-Event-Webhook-Timestamp"].ToString(), await reader.ReadToEndAsync()));
        });
        app.MapPost("/api/leave/x", () => Results.Ok());
    }

    private string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    private MailboxStore Store => app.Services.GetRequiredService<MailboxStore>();

    public Task InitializeAsync() => app.StartAsync();

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_mail_is_caught_and_told_as_processed_and_delivered_with_a_signature_that_holds()
    {
        var response = await SendAsync("a-1");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var mail = Assert.Single(Store.All);
        Assert.Equal((mail.Id, "mary@example.com", "Mary", "Hello", "welcome"), (response.Headers.GetValues("X-Message-Id").Single(), mail.To, mail.ToName, mail.Subject, mail.Template));
        var (signature, timestamp, body) = await told.Reader.ReadAsync();
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(app.Services.GetRequiredService<WebhookKey>().PublicKey), out _);
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(timestamp + body), Convert.FromBase64String(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal(["processed", "delivered"], Kinds(body));
        Assert.EndsWith("]\r\n", body, StringComparison.Ordinal);
        Assert.Contains("\"action_id\":\"a-1\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("open", "open")]
    [InlineData("click", "open,click")]
    [InlineData("bounce", "bounce")]
    [InlineData("complain", "spamreport")]
    public async Task A_button_sends_what_the_provider_would(string button, string kinds)
    {
        await SendAsync("a-1");
        await told.Reader.ReadAsync();

        await PressAsync(button, new() { ["url"] = "https://shop.example/boots" });

        var (_, _, body) = await told.Reader.ReadAsync();
        Assert.Equal(kinds.Split(','), Kinds(body));
    }

    [Fact]
    public async Task The_pages_show_the_mail_and_shut_its_HTML_off()
    {
        await SendAsync("a-1");
        using var http = new HttpClient { BaseAddress = new Uri(Address) };
        var id = Store.All[0].Id;

        Assert.Contains("Hello", await http.GetStringAsync("/local/mailbox?q=mary"), StringComparison.Ordinal);
        Assert.DoesNotContain("Hello", await http.GetStringAsync("/local/mailbox?q=nobody"), StringComparison.Ordinal);
        var page = await http.GetStringAsync("/local/mailbox/" + id);
        Assert.Contains("https://shop.example/boots", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        using var body = await http.GetAsync($"/local/mailbox/{id}/body");
        Assert.Contains("sandbox", body.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("Hi Mary", await http.GetStringAsync("/local/mailbox/customer/mary@example.com"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_without_a_recipient_or_a_key_is_refused_as_SendGrid_does()
    {
        using var http = new HttpClient();
        var client = new SendGridClient(http, new SendGridClientOptions { ApiKey = "SG.x", Host = Address + MailboxEndpoints.SendGridPath });
        var mail = MailHelper.CreateSingleEmail(new EmailAddress("shop@example.com"), new EmailAddress("nobody"), "Hello", "Hi", "<p>Hi</p>");

        var refused = await client.SendEmailAsync(mail);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("personalizations.0.to.0.email", await refused.Body.ReadAsStringAsync(), StringComparison.Ordinal);
        using var keyless = await http.PostAsync(Address + "/local/sendgrid/v3/mail/send", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.Unauthorized, keyless.StatusCode);
        Assert.Empty(Store.All);
    }

    [Fact]
    public void What_was_caught_and_what_is_still_to_be_told_survive_a_hard_end()
    {
        var path = Path.Combine(folder, "other.jsonl");
        var mail = new CaughtMail { Id = "m-1", At = DateTimeOffset.UnixEpoch, To = "a@example.com", Args = ImmutableDictionary<string, string>.Empty.Add("customer_id", "c").Add("occasion", "o"), Template = "t" };
        using (var store = new MailboxStore(path))
        {
            store.Add(mail);
            store.Add(mail with { Id = "m-2" });
            store.Told(["m-1"]);
        }
        File.AppendAllText(path, "{\"mail\":{\"id\":\"m-3\",");

        using var again = new MailboxStore(path);
        Assert.Equal(["m-1", "m-2"], again.All.Select(m => m.Id));
        Assert.Equal(["m-2"], again.Untold.Select(m => m.Id));
        Assert.Equal(1, again.Duplicates);
    }

    private async Task<Response> SendAsync(string action)
    {
        using var http = new HttpClient();
        var client = new SendGridClient(http, new SendGridClientOptions { ApiKey = "SG.local", Host = Address + MailboxEndpoints.SendGridPath });
        var mail = MailHelper.CreateSingleEmail(new EmailAddress("shop@example.com", "Shop"), new EmailAddress("mary@example.com", "Mary"), "Hello", "Hi Mary", "<p>Hi <script>alert(1)</script><a href=\"https://shop.example/boots\">boots</a></p>");
        mail.AddCustomArg("action_id", action);
        mail.AddCategory("welcome");
        mail.AddHeader("List-Unsubscribe", $"<{Address}/api/leave/x>");
        return await client.SendEmailAsync(mail);
    }

    private async Task PressAsync(string button, Dictionary<string, string> form)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsync($"{Address}/local/mailbox/{Store.All[0].Id}/{button}", new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static IEnumerable<string> Kinds(string body) => JsonDocument.Parse(body).RootElement.EnumerateArray().Select(e => e.GetProperty("event").GetString()!);
}
