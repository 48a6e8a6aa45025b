using System.Collections.Immutable;
using Handraiser.FollowUps;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Delivery.People.Staff;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Tests.Plays;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Handraiser.Tests.Delivery;

/// <summary>One look whether somebody's day has begun.</summary>
public sealed class DigestRoundTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 6, 9, 0, 0, TimeSpan.Zero);
    private static readonly Playbook Book = PlaybookLoader.Load("""
        store: { name: Ridgeway Bikes, timeZone: Europe/London, businessHours: Mon-Fri 09:00-17:30, currency: GBP }
        team:
          - { name: Ana, email: ana@ridgeway.example, hours: Mon-Fri 09:00-17:00, perDay: 2 }
        """).Playbook!;

    private readonly MemoryShop shop = new(DeliveryCases.Customer(), Book) { Now = Nine };
    private readonly Staff staff = new();

    [Fact]
    public async Task One_mail_a_day_however_often_it_looks()
    {
        await RaiseAsync();
        shop.Now = Nine.AddMinutes(-10);
        await LookAsync();
        Assert.Empty(staff.Mails);
        for (var minutes = 0; minutes <= 30; minutes += 10)
        {
            shop.Now = Nine.AddMinutes(minutes);
            await LookAsync();
        }

        var (to, mail) = Assert.Single(staff.Mails);
        Assert.Equal("ana@ridgeway.example", to);
        Assert.Contains("Mary", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://shop.example/api/desk/f-1", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_waits_nothing_is_sent()
    {
        await LookAsync();
        Assert.Empty(staff.Mails);
    }

    [Theory]
    [InlineData(OutcomeClass.Temporary, 2)]
    [InlineData(OutcomeClass.Throttled, 2)]
    [InlineData(OutcomeClass.Permanent, 1)]
    public async Task What_could_not_be_sent_is_tried_again_unless_it_never_will(OutcomeClass outcome, int mails)
    {
        await RaiseAsync();
        staff.Answer = outcome;
        await LookAsync();
        staff.Answer = OutcomeClass.Accepted;
        await LookAsync();
        await LookAsync();

        Assert.Equal(mails, staff.Mails.Count);
    }

    [Fact]
    public async Task Without_mail_nobody_is_asked()
    {
        await RaiseAsync();
        await new DigestRound(shop, shop, staff, Letters(), NullLogger<DigestRound>.Instance).RunAsync(default);
        Assert.Empty(staff.Mails);
    }

    private Task LookAsync() => new DigestRound(shop, shop, staff, Letters(), NullLogger<DigestRound>.Instance, staff).RunAsync(default);

    private static StaffLetters Letters() => new(TemplateSet.Shipped, new DeliverySettings { PublicUrl = new Uri("https://shop.example/api/"), LinkKeys = [] });

    private Task RaiseAsync() => shop.AddAsync(
        new FollowUp { Id = "f-1", CustomerId = shop.Profile.Id, Name = "Mary", Why = "Wrote to us", CreatedAt = Nine.AddHours(-1), DueAt = Nine.AddHours(2), Play = "listening", Occasion = "mail:1" },
        default);

    private sealed class Staff : IStaffMail, IDigestsSent
    {
        private ImmutableDictionary<string, DateOnly> days = ImmutableDictionary<string, DateOnly>.Empty;

        public List<(string To, RenderedMessage Mail)> Mails { get; } = [];
        public OutcomeClass Answer { get; set; } = OutcomeClass.Accepted;

        public Task<DeliveryOutcome> SendAsync(string to, RenderedMessage mail, string shop)
        {
            Mails.Add((to, mail));
            return Task.FromResult(new DeliveryOutcome(Answer));
        }

        public Task<DateOnly?> LastAsync(string responder, CancellationToken cancellation) => Task.FromResult<DateOnly?>(days.TryGetValue(responder, out var day) ? day : null);

        public Task RememberAsync(string responder, DateOnly day, CancellationToken cancellation)
        {
            days = days.SetItem(responder, day);
            return Task.CompletedTask;
        }
    }
}
