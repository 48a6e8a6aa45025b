using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Handraiser.EndToEndTests.Senders.Postbox;
using Handraiser.Events;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.EndToEndTests.Senders;

/// <summary>What <c>docs/new-sender.md</c> says, done for a provider that does not exist: a verifier, a parser and one line, and it is heard.</summary>
public sealed class NewSenderTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const string Secret = "postbox-secret";
    private const string Click = """{"id":"7","event":"clicked","at":"2026-03-10T11:59:00Z","to":"Ada <ada@postbox.example>","link":"https://shop.example/skis","arguments":{"campaign":"spring"}}""";

    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_sender_of_two_files_and_a_line_is_verified_heard_parked_rotated_and_switched_off()
    {
        var heard = new HeardEvents();
        await using var shop = await OpenAsync(heard, ("Senders:Postbox:Secrets:0", "the-next-one"), ("Senders:Postbox:Secrets:1", Secret));
        using var http = new HttpClient { BaseAddress = shop.App.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, await (Signed(Click) with { Body = Encoding.UTF8.GetBytes(Click.Replace("ada@", "eve@", StringComparison.Ordinal)) }).SendAsync(http));
        Assert.Equal(HttpStatusCode.Unauthorized, await Signed(Click, Now.AddMinutes(-6)).SendAsync(http));
        Assert.Empty(heard.Take());
        Assert.Equal(HttpStatusCode.OK, await Signed(Click).SendAsync(http));
        Assert.Equal(HttpStatusCode.OK, await Signed("""{"event":"domain.verified"}""").SendAsync(http));
        Assert.Equal(HttpStatusCode.OK, await Signed("""{"id":"8","event":"melted","at":"2026-03-10T11:59:00Z"}""").SendAsync(http));

        var one = Assert.Single(heard.Take());
        Assert.Equal(("postbox:7", EventKinds.EmailClicked, "postbox", "ada@postbox.example", "spring"), (one.Id, one.Kind, one.Source, one.Customer.Email, one.Data.Campaign));
        await shop.DrainAsync();
        Assert.Contains(await shop.CustomersAsync(), c => c.Person.Email == "ada@postbox.example");
        Assert.Equal("webhooks/postbox", Assert.Single(await shop.ParkedAsync()).Queue);
    }

    [Theory]
    [InlineData("Senders:Postbox:Enabled", "false")]
    [InlineData("Senders:Mailgun:Secrets:0", "only another sender is configured")]
    public async Task Switched_off_or_without_a_secret_it_is_not_found(string name, string value)
    {
        await using var shop = await OpenAsync(new HeardEvents(), (name, value), name.EndsWith("Enabled", StringComparison.Ordinal) ? ("Senders:Postbox:Secrets:0", Secret) : ("Senders:Postbox:Tolerance", "60"));
        using var http = new HttpClient { BaseAddress = shop.App.Address };
        Assert.Equal(HttpStatusCode.NotFound, await Signed(Click).SendAsync(http));
    }

    private Task<RunningShop> OpenAsync(HeardEvents heard, params (string Name, string Value)[] settings) => RunningShop.OpenAsync(storage.ConnectionString, Now, options => options with
    {
        Settings = settings.ToDictionary(s => s.Name, s => (string?)s.Value),
        Services = services =>
        {
            heard.ListenIn(services);
            services.AddSingleton<IEnumerable<Sender>>(s =>
            [
                .. AllSenders.Create(s.GetRequiredService<ISnsCertificates>(), s.GetRequiredService<Identity>()),
                new Sender("postbox", new PostboxVerifier(), new PostboxParser(), TimeSpan.FromMinutes(5)),
            ]);
        },
    });

    private static SenderPost Signed(string body, DateTimeOffset? at = null)
    {
        var stamp = (at ?? Now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{stamp}.{body}")));
        return new SenderPost("webhooks/postbox", Encoding.UTF8.GetBytes(body), SenderPost.Json, ("Postbox-Timestamp", stamp), ("Postbox-Signature", signature));
    }
}
