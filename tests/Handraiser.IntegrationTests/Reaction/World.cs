using System.Collections.Concurrent;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Reaction;
using Handraiser.Playbooks;
using Handraiser.Plays;

namespace Handraiser.IntegrationTests.Reaction;

/// <summary>What is around the tables: the rules, the time, the queues, an empty catalogue.</summary>
internal sealed class World : IMoments, IHandOn, IPrivacyQueue, ICatalogue
{
    public DateTimeOffset Now { get; set; } = new(2026, 5, 4, 13, 0, 0, TimeSpan.Zero);

    /// <summary>Nobody is greeted: a greeting that waits to be delivered would hold back whatever mail a test is about.</summary>
    private static readonly ShopState Shop = ShopState.Default with { PausedPlays = ["welcome"] };

    /// <summary>Every action that was handed on for delivery, by its id.</summary>
    public ConcurrentDictionary<string, PlannedAction> Planned { get; } = new();

    public ValueTask<Moment> NowAsync(CancellationToken cancellation) => ValueTask.FromResult(new Moment(DefaultPlaybook.Playbook, Shop, Now));

    public Task DeliverAsync(IReadOnlyList<(string CustomerId, PlannedAction Action)> actions, CancellationToken cancellation)
    {
        foreach (var (_, action) in actions) Planned[action.Id] = action;
        return Task.CompletedTask;
    }

    public Task SendAsync(PrivacyMessage message, TimeSpan delay, CancellationToken cancellation) => Task.CompletedTask;

    public Task UpsertAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

    public Task LearnAsync(IReadOnlyList<Product> products, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask<Product?> FindAsync(string? productId, string? variantId, string? url, CancellationToken cancellation) => ValueTask.FromResult<Product?>(null);
}
