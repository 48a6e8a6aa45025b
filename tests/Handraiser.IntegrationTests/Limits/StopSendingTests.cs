using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Handraiser.Events;
using Handraiser.Functions;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Modelling;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Storage;
using Handraiser.Lapse;
using Handraiser.LocalHost;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Extensions.Logging.Abstractions;

namespace Handraiser.IntegrationTests.Limits;

[Collection(AzuriteTests.Name)]
public sealed class StopSendingTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static int years = 2033;

    private readonly TableServiceClient tables = new(azurite.ConnectionString);
    private readonly Identity identity = new(RandomNumberGenerator.GetBytes(32));
    private readonly SendingDomain own = new(AzuriteFixture.RandomName() + ".example");
    private readonly Staff staff = new();
    // No other test counts anything in the year of this one.
    private readonly LocalClock clock = LocalClock.Held(new DateTimeOffset(Interlocked.Increment(ref years), 2, 4, 10, 5, 0, TimeSpan.Zero));
    private int told;

    public Task InitializeAsync() => Task.WhenAll(Names.Tables.All.Select(name => tables.CreateTableIfNotExistsAsync(name)));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Complaints_stop_marketing_on_every_instance_with_one_alert_and_it_resumes_only_by_hand()
    {
        var (first, second) = (new Instance(this), new Instance(this));
        await TellAsync(first, 1000, EventKinds.EmailDelivered, "");
        await TellAsync(first, 2, EventKinds.EmailComplained, "");
        await first.Watch.LookAsync(default);
        Assert.Empty((await second.ShopAsync()).Stopped);

        await TellAsync(second, 4, EventKinds.EmailComplained, "");
        await Task.WhenAll(first.Watch.LookAsync(default), second.Watch.LookAsync(default));

        foreach (var instance in new[] { first, second })
        {
            var shop = await instance.ShopAsync();
            Assert.Contains("6 complaints among 1000 messages", shop.Stopped[Channels.Email]);
            Assert.Equal(Gates.Stopped, Gate(shop, MessageKinds.Marketing));
            Assert.Equal(Gates.Passed, Gate(shop, MessageKinds.Transactional));
            Assert.Equal(Gates.Passed, Gate(shop, MessageKinds.Personal));
        }
        Assert.Contains(own.Name, Assert.Single(staff.Told));

        clock.MoveTo(clock.GetUtcNow().AddDays(3));
        await first.Watch.LookAsync(default);
        Assert.NotEmpty((await second.ShopAsync()).Stopped);

        Assert.True(await ResumeAsync(first));
        Assert.False(await ResumeAsync(second));
        await second.Watch.LookAsync(default);
        Assert.Empty((await second.ShopAsync()).Stopped);

        await TellAsync(first, 3, EventKinds.EmailComplained, "");
        await second.Watch.LookAsync(default);
        Assert.NotEmpty((await first.ShopAsync()).Stopped);
        Assert.Equal(2, staff.Told.Count);
    }

    [Fact]
    public async Task A_domain_that_another_system_sends_from_is_told_of_and_does_not_stop_ours()
    {
        var instance = new Instance(this);
        var theirs = "news." + own.Name;
        await TellAsync(instance, 500, EventKinds.EmailDelivered, "");
        await TellAsync(instance, 90, EventKinds.EmailDelivered, theirs);
        await TellAsync(instance, 20, EventKinds.EmailBounced, theirs);

        await instance.Watch.LookAsync(default);

        Assert.Empty((await instance.ShopAsync()).Stopped);
        Assert.Contains($"{theirs} has stopped: 20 hard bounces among 110 messages", Assert.Single(staff.Told));
    }

    [Fact]
    public async Task An_operator_who_could_not_be_told_is_told_later()
    {
        var instance = new Instance(this);
        await TellAsync(instance, 5, EventKinds.EmailComplained, "");
        staff.IsDown = true;
        await instance.Watch.LookAsync(default);
        Assert.Empty(staff.Told);

        staff.IsDown = false;
        await instance.Watch.RemindAsync(default);
        await instance.Watch.RemindAsync(default);
        Assert.Single(staff.Told);
    }

    private async Task<bool> ResumeAsync(Instance instance)
    {
        var now = clock.GetUtcNow();
        var hour = (await instance.Reader.HoursAsync(now, now, default))[SendingReader.Hour(now)].GetValueOrDefault(own.Name);
        return await instance.Switches.ResumeAsync(own.Name, "Ann", hour, now, default);
    }

    /// <summary>So many customers have one event each, written as an instance writes it.</summary>
    private async Task TellAsync(Instance instance, int number, string kind, string from)
    {
        var changes = new List<CustomerChange>();
        var now = clock.GetUtcNow();
        // Few customers with many events, so that there is little to write.
        foreach (var some in Enumerable.Range(0, number).Chunk(250))
        {
            var row = await instance.Customers.LoadAsync(identity.OfEmail($"stop{told++}@shop.example")!, default);
            var events = some.Select(i => new CustomerEvent
            {
                Id = $"{kind}{from}{i}",
                Kind = kind,
                At = now,
                ReceivedAt = now,
                Customer = new Identifiers { Email = "any@shop.example" },
                Data = new EventData { Bounce = kind == EventKinds.EmailBounced ? BounceKind.Hard : null, From = from.Length > 0 ? from : null },
            });
            changes.Add(new CustomerChange(row, Engine.React(row.Profile, [.. events], DefaultPlaybook.Playbook, ShopState.Default, now).Profile));
        }
        foreach (var bucket in changes.GroupBy(c => Identity.Bucket(c.Next.Id))) await instance.Customers.CommitAsync(bucket.Key, [.. bucket], default);
    }

    private string Gate(ShopState shop, string kind)
    {
        var now = clock.GetUtcNow();
        var action = new PlannedAction { Id = "a", Kind = ActionKind.Email, Play = "p", Occasion = "o", What = "w", Cause = "c", CauseAt = now, DecidedAt = now };
        var profile = Profile.New("a") with { Person = new Person { Email = "any@shop.example" } };
        return Gatekeeper.Check(profile, action, DefaultPlaybook.Playbook, shop, now, kind).Gate;
    }

    private sealed class Instance
    {
        public Instance(StopSendingTests test)
        {
            Customers = new CustomersTable(test.tables, new CustomerCache(), new CountsBook(test.clock));
            Switches = new SwitchesTable(test.tables);
            Reader = new SendingReader(test.tables, test.own);
            Moments = new Moments(new Shipped(), new ShopBook(Switches, new BudgetBook(new LedgerTable(test.tables)), test.own), new Unfitted(), TemplateSet.Shipped, test.clock, NullLogger<Moments>.Instance);
            Watch = new SendingWatch(Reader, Switches, Moments, test.staff, test.clock, NullLogger<SendingWatch>.Instance);
        }

        public CustomersTable Customers { get; }
        public SwitchesTable Switches { get; }
        public SendingReader Reader { get; }
        public Moments Moments { get; }
        public SendingWatch Watch { get; }

        /// <summary>What it knows once it reads anew, which it does within 30 seconds.</summary>
        public async Task<ShopState> ShopAsync()
        {
            Moments.Forget();
            return (await Moments.NowAsync(default)).Shop;
        }
    }

    private sealed class Staff : IStaff
    {
        public ConcurrentQueue<string> Told { get; } = new();
        public bool IsDown { get; set; }

        public Task<bool> TellAsync(string text, CancellationToken cancellation)
        {
            if (!IsDown) Told.Enqueue(text);
            return Task.FromResult(!IsDown);
        }
    }

    private sealed class Unfitted : IModelBook
    {
        public Task<ShopModel> ReadAsync(CancellationToken cancellation) => Task.FromResult(ShopModel.Shipped);

        public Task WriteAsync(ShopModel model, CancellationToken cancellation) => throw new NotSupportedException();
    }

    private sealed class Shipped : IPlaybookSource
    {
        public Task<PlaybookText?> ReadAsync(string? knownVersion, CancellationToken cancellation) => Task.FromResult<PlaybookText?>(null);

        public Task PublishAsync(string text, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
