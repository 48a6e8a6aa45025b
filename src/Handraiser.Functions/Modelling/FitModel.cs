using Microsoft.Azure.Functions.Worker;

namespace Handraiser.Functions.Modelling;

/// <summary>Each night: learns from a sample of customers how this shop's customers buy, leave and open, where it is due.</summary>
internal sealed class FitModel(ModelKeeper keeper)
{
    /// <summary>Daily while the shipped model is in use, weekly once the shop has one of its own.</summary>
    [Function("FitModel")]
    public Task Run([TimerTrigger("0 30 3 * * *")] TimerInfo timer, CancellationToken cancellation) => keeper.KeepAsync(cancellation);
}
