using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SendGrid;
using SendGrid.Helpers.Errors.Model;
using SendGrid.Helpers.Mail;
using Xunit;

namespace Handraiser.Tests.Standins;

/// <summary>Holds for the stand-in and for the official client alike.</summary>
public sealed class SendGridClientTests : IAsyncLifetime
{
    private readonly WebApplication api;
    private readonly List<(string Path, string? Authorization, string? ContentType, string Body)> received = [];
    private int answer = 202;

    public SendGridClientTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        api = builder.Build();
        api.MapPost("/{**path}", async (HttpRequest request, HttpResponse response) =>
        {
            using var reader = new StreamReader(request.Body);
            received.Add((request.Path, request.Headers.Authorization, request.ContentType, await reader.ReadToEndAsync()));
            response.StatusCode = answer;
            response.Headers["X-Message-Id"] = "m-1";
            await response.WriteAsync(answer == 202 ? "" : """{"errors":[{"message":"slow down","field":null,"help":null}]}""");
        });
    }

    private string Host => api.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public Task InitializeAsync() => api.StartAsync();

    public async Task DisposeAsync() => await api.DisposeAsync();

    [Fact]
    public async Task A_mail_is_posted_with_the_key_in_the_form_that_the_API_reads()
    {
        using var http = new HttpClient();
        var client = new SendGridClient(http, new SendGridClientOptions { ApiKey = "SG.local", Host = Host });
        var mail = MailHelper.CreateSingleEmail(
            new EmailAddress("shop@shop.test", "The shop"), new EmailAddress("ann@mail.test"), "Hello <you> & \"yours\"", "Hi Ann", "<p>Hi Ann</p>");
        mail.SetReplyTo(new EmailAddress("sam@shop.test", "Sam"));
        mail.AddHeader("List-Unsubscribe", "<https://shop.test/u>");
        mail.AddCustomArg("action", "a1");
        mail.AddCategory("cart-left");
        mail.SetClickTracking(false, false);
        mail.SetOpenTracking(true);
        mail.SetAsm(7);
        mail.SetSandBoxMode(true);

        var response = await client.SendEmailAsync(mail);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("m-1", response.Headers.GetValues("X-Message-Id").Single());
        var (path, authorization, contentType, body) = Assert.Single(received);
        Assert.Equal(("/v3/mail/send", "Bearer SG.local", "application/json"), (path, authorization, contentType));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(
            """
            {
              "from": { "name": "The shop", "email": "shop@shop.test" },
              "personalizations": [
                {
                  "to": [{ "email": "ann@mail.test" }],
                  "subject": "Hello <you> & \"yours\"",
                  "headers": { "List-Unsubscribe": "<https://shop.test/u>" },
                  "custom_args": { "action": "a1" }
                }
              ],
              "content": [{ "type": "text/plain", "value": "Hi Ann" }, { "type": "text/html", "value": "<p>Hi Ann</p>" }],
              "categories": ["cart-left"],
              "asm": { "group_id": 7 },
              "mail_settings": { "sandbox_mode": { "enable": true } },
              "tracking_settings": { "click_tracking": { "enable": false, "enable_text": false }, "open_tracking": { "enable": true } },
              "reply_to": { "name": "Sam", "email": "sam@shop.test" }
            }
            """)), body);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_unless_exceptions_are_asked_for()
    {
        answer = 429;
        using var http = new HttpClient();
        var mail = MailHelper.CreateSingleEmail(new EmailAddress("a@b.test"), new EmailAddress("c@d.test"), "s", "t", null);

        var response = await new SendGridClient(http, "key", Host).SendEmailAsync(mail);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Contains("slow down", await response.Body.ReadAsStringAsync(), StringComparison.Ordinal);

        var strict = new SendGridClient(http, "key", Host, httpErrorAsException: true);
        var error = await Assert.ThrowsAsync<TooManyRequestsException>(() => strict.SendEmailAsync(mail));
        Assert.Contains("slow down", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_address_named_twice_is_written_once()
    {
        var mail = new SendGridMessage { From = new EmailAddress("a@b.test"), HtmlContent = "<p>x</p>", PlainTextContent = "x" };
        mail.AddTo("c@d.test");
        mail.AddTo("C@D.test");

        var json = JsonNode.Parse(mail.Serialize())!;

        Assert.Single(json["personalizations"]![0]!["to"]!.AsArray());
        Assert.Equal(["text/plain", "text/html"], json["content"]!.AsArray().Select(part => part!["type"]!.GetValue<string>()));
        Assert.Equal("c@d.test", SendGridMessage.Deserialize(mail.Serialize()).Personalizations[0].Tos[0].Email);
    }
}
