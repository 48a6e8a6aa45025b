using Handraiser.Functions.Modelling;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Lapse;
using Handraiser.Messages;
using Handraiser.Playbooks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Handraiser.Tests.Playbooks;

/// <summary>What is published is in force everywhere within half a minute, and until then costs no reading.</summary>
public sealed class MomentsTests
{
    private static readonly string Another = DefaultPlaybook.Text.Replace("name: Ridgeway Bikes", "name: Another Shop", StringComparison.Ordinal);

    private readonly Ticking ticks = new();
    private readonly OnePlace place = new();

    [Fact]
    public async Task A_published_playbook_reaches_every_instance_within_thirty_seconds()
    {
        using var one = Instance();
        using var other = Instance();
        Assert.Equal(("Ridgeway Bikes", "Ridgeway Bikes"), (await Shop(one), await Shop(other)));
        await place.PublishAsync(Another, default);

        ticks.Passed = TimeSpan.FromSeconds(30.001);

        Assert.Equal(("Another Shop", "Another Shop"), (await Shop(one), await Shop(other)));
    }

    [Fact]
    public async Task Within_thirty_seconds_nothing_is_read_again()
    {
        using var one = Instance();
        for (var second = 0; second <= 30; second++)
        {
            ticks.Passed = TimeSpan.FromSeconds(second);
            await one.NowAsync(default);
        }

        Assert.Equal(1, place.Reads);
    }

    [Fact]
    public async Task A_published_playbook_that_cannot_be_read_leaves_the_one_before_in_force()
    {
        using var one = Instance();
        await place.PublishAsync(Another, default);
        await Shop(one);
        await place.PublishAsync("segments: [", default);

        ticks.Passed = TimeSpan.FromSeconds(31);

        Assert.Equal("Another Shop", await Shop(one));
    }

    [Fact]
    public async Task An_instance_that_begins_under_a_playbook_that_cannot_be_read_goes_by_the_one_before_it_too()
    {
        await place.PublishAsync(Another, default);
        await place.PublishAsync("segments: [", default);

        using var begun = Instance();

        Assert.Equal("Another Shop", await Shop(begun));
    }

    private Moments Instance() => new(place, place, place, TemplateSet.Shipped, TimeProvider.System, NullLogger<Moments>.Instance) { Ticks = ticks };

    private static async Task<string> Shop(Moments instance) => (await instance.NowAsync(default)).Playbook.Store.Name;

    private sealed class Ticking : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }

    /// <summary>The storage that all instances share.</summary>
    private sealed class OnePlace : IPlaybookSource, IShopBook, IModelBook
    {
        private readonly List<string> texts = [];

        public int Reads { get; private set; }

        Task<PlaybookText?> IPlaybookSource.ReadAsync(string? knownVersion, CancellationToken cancellation)
        {
            Reads++;
            return Task.FromResult(texts.Count == 0 ? null : new PlaybookText($"{texts.Count}", knownVersion == $"{texts.Count}" ? null : texts[^1]));
        }

        public Task PublishAsync(string text, CancellationToken cancellation)
        {
            texts.Add(text);
            return Task.CompletedTask;
        }

        Task<IReadOnlyList<string>> IPlaybookSource.LastAsync(int count, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<string>>([.. texts.AsEnumerable().Reverse().Take(count)]);

        Task<ShopState> IShopBook.ReadAsync(Playbook playbook, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult(ShopState.Default);

        Task<ShopModel> IModelBook.ReadAsync(CancellationToken cancellation) => Task.FromResult(ShopModel.Shipped);

        Task IModelBook.WriteAsync(ShopModel model, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
