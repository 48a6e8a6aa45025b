using System.Text;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.LocalHost.Mailbox;

namespace Handraiser.EndToEndTests;

/// <summary>What responders are mailed: their list, at the start of their own hours.</summary>
public sealed class DigestMailTests(AzuriteFixture storage) : IClassFixture<AzuriteFixture>
{
    private const string Book = """
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP, address: "1 High Street, Leeds" }
        team:
          - { name: Ana, email: ana@ridgeway.example, hours: Mon-Fri 09:00-17:00, perDay: 20 }
          - { name: Tom, email: tom@ridgeway.example, hours: Mon-Fri 10:00-18:00, perDay: 20 }
          - { name: Una, email: una@ridgeway.example, hours: Mon-Fri 09:00-17:00, perDay: 20 }
        plays:
          listening: { on: email.replied, followUp: reply-note }
        """;

    /// <summary>A Tuesday in London's winter, before anybody is there.</summary>
    private static readonly DateTimeOffset Early = new(2026, 3, 10, 8, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_responder_gets_their_list_once_a_day_when_their_hours_begin_and_who_has_none_gets_nothing()
    {
        await using var shop = await RunningShop.OpenAsync(storage.ConnectionString, Early);
        using var book = new StringContent(Book, Encoding.UTF8, "application/yaml");
        await shop.TextAsync(HttpMethod.Post, "playbook", book);
        await RaiseAsync(shop, "Mary", "Ana");
        await RaiseAsync(shop, "Bert", "Tom");

        await PassUntilAsync(shop, 8, 50);
        Assert.Empty(shop.Mailbox.All);
        await PassUntilAsync(shop, 9, 30);
        var anas = Assert.Single(shop.Mailbox.All);
        Assert.Equal(("ana@ridgeway.example", "Your list today: 1"), (anas.To, anas.Subject));
        Assert.Contains("Mary", anas.Text, StringComparison.Ordinal);
        Assert.Contains("/desk/digest-Mary", anas.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Bert", anas.Text, StringComparison.Ordinal);
        Assert.Null(anas.Leave);
        await PassUntilAsync(shop, 10, 20);
        Assert.Equal(["ana@ridgeway.example", "tom@ridgeway.example"], shop.Mailbox.All.Select(m => m.To));

        // What SendGrid tells of these mails makes no customers of the staff.
        Assert.Empty(await shop.CustomersAsync());
        await shop.PassAsync(Early.AddHours(24.6) - shop.Now, TimeSpan.FromHours(24));
        Assert.Equal(["ana@ridgeway.example", "tom@ridgeway.example", "ana@ridgeway.example"], shop.Mailbox.All.Select(m => m.To));
    }

    private static Task PassUntilAsync(RunningShop shop, int hour, int minute) =>
        shop.PassAsync(Early.Date + new TimeSpan(hour, minute, 0) - shop.Now.UtcDateTime, TimeSpan.FromMinutes(10));

    private static Task RaiseAsync(RunningShop shop, string name, string owner) => shop.Service<IFollowUps>().AddAsync(
        new FollowUp
        {
            Id = "digest-" + name,
            CustomerId = "c" + name,
            Owner = owner,
            Name = name,
            CreatedAt = shop.Now,
            DueAt = shop.Now.AddHours(4),
            Why = "Wrote to us",
            Play = "listening",
            Occasion = "mail:1",
        },
        default);
}
