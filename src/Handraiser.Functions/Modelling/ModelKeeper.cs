using Handraiser.Functions.Reaction;
using Handraiser.Functions.Storage;
using Handraiser.Functions.Sweeping;
using Handraiser.Lapse;
using Handraiser.Profiles;

namespace Handraiser.Functions.Modelling;

/// <summary>
/// Fits the shop's model from a bounded sample: whole buckets in an order that changes with the day, since ids are hashes and a bucket is a
/// fair choice of customers. What is adopted makes the sweep look at everybody once, which moves their wakes.
/// </summary>
internal sealed class ModelKeeper(ICustomers customers, IModelBook book, IMoments moments, CustomerSweep sweep)
{
    /// <summary>Fits where it is due.</summary>
    /// <returns>The model as it stands then.</returns>
    public async Task<ShopModel> KeepAsync(CancellationToken cancellation)
    {
        var current = await book.ReadAsync(cancellation);
        var (playbook, _, now) = await moments.NowAsync(cancellation);
        if (!ModelFitting.IsDue(current, now)) return current;

        var model = ModelFitting.Fit(await SampleAsync(now, cancellation), current, ModelFitting.Horizon(playbook.Segments), now);
        await book.WriteAsync(model, cancellation);
        if (model.Mark != current.Mark) await sweep.NoteAsync(cancellation);
        return model;
    }

    private async Task<ModelSample> SampleAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var sample = new ModelSample();
        var day = now.UtcDateTime.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var bucket in Enumerable.Range(0, Identity.Buckets).OrderBy(b => StableHash.Of(day, Identity.BucketName(b))))
        {
            await foreach (var profile in customers.ScanAsync(bucket, "", cancellation))
            {
                sample.Add(profile);
                if (sample.Customers == ModelFitting.MostCustomers) return sample;
            }
        }
        return sample;
    }
}
