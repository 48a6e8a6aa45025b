using Handraiser.Events;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Intake;

namespace Handraiser.Testing.Faults;

/// <summary>A sender of webhooks: tells until it hears yes, gives up waiting after half a minute, and tells again whom it likes.</summary>
internal sealed class Teller(FaultWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How many are being told at the moment.</summary>
    public int Busy { get; private set; }

    public async Task TellAsync(CustomerEvent[] events)
    {
        Busy++;
        world.Ledger.Telling(events);
        await UntilItWorksAsync(async process => await process.Sink.AcceptAsync(events, CancellationToken.None));
        world.Ledger.Acknowledge(events);
        if (world.Trace.IsOn) world.Trace.Note($"told {string.Join(' ', events.Select(e => e.Id))}");
        Busy--;
    }

    /// <summary>A store system passes on that somebody wants to be forgotten.</summary>
    public async Task EraseAsync(string email, DateTimeOffset at)
    {
        Busy++;
        var request = new PrivacyRequest("erase:" + email, PrivacyKind.Erase, new Identifiers { Email = email }, "shop");
        await UntilItWorksAsync(process => process.Get<IErrands>().CarryOutLaterAsync(request, "shopify", at, CancellationToken.None));
        Busy--;
    }

    /// <summary>An operator imports codes.</summary>
    public async Task ImportAsync(string pool, IReadOnlyList<string> codes)
    {
        Busy++;
        await UntilItWorksAsync(process => process.Get<ICodePools>().ImportAsync(pool, codes, CancellationToken.None));
        Busy--;
    }

    private async Task UntilItWorksAsync(Func<Process, Task> call)
    {
        for (var wait = 1; ; wait = Math.Min(wait * 2, 600))
        {
            if (world.AnyProcess() is { } process && await WorksAsync(call(process))) return;
            await world.Time.Delay(TimeSpan.FromSeconds(wait + world.Random.NextDouble()));
        }
    }

    private async Task<bool> WorksAsync(Task call)
    {
        if (await Task.WhenAny(call, world.Time.Delay(Patience)) != call) return false;
        try
        {
            await call;
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
