using Handraiser.Functions.Sending;
using Handraiser.Playbooks;

namespace Handraiser.IntegrationTests.Sweeping;

/// <summary>A shop where nothing is stopped, paused or spent.</summary>
internal sealed class QuietShop : IShopBook
{
    public Task<ShopState> ReadAsync(Playbook playbook, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult(ShopState.Default);
}
