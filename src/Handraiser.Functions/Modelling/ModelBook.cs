using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Handraiser.Lapse;

namespace Handraiser.Functions.Modelling;

/// <summary>Where the shop's model stands.</summary>
public interface IModelBook
{
    /// <summary>The stored model; the shipped one when there is none, or when it cannot be read.</summary>
    Task<ShopModel> ReadAsync(CancellationToken cancellation);

    /// <summary>Stores a model; every instance has it within 30 seconds.</summary>
    Task WriteAsync(ShopModel model, CancellationToken cancellation);
}

/// <summary>The model as one blob beside the playbook, read again only when its ETag changed.</summary>
internal sealed class ModelBlob(BlobServiceClient blobs) : IModelBook
{
    private readonly BlobClient blob = blobs.GetBlobContainerClient(Names.Containers.Playbook).GetBlobClient("model.json");
    private volatile Known? known;

    private sealed record Known(ShopModel Model, ETag Version);

    public async Task<ShopModel> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var version = (await blob.GetPropertiesAsync(cancellationToken: cancellation)).Value.ETag;
            if (known is { } current && current.Version == version) return current.Model;
            var content = await blob.DownloadContentAsync(cancellation);
            var read = new Known(Read(content.Value.Content), content.Value.Details.ETag);
            known = read;
            return read.Model;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return ShopModel.Shipped;
        }
    }

    public Task WriteAsync(ShopModel model, CancellationToken cancellation) => blob.UploadAsync(BinaryData.FromObjectAsJson(model), overwrite: true, cancellation);

    private static ShopModel Read(BinaryData text)
    {
        try
        {
            var model = JsonSerializer.Deserialize<ShopModel>(text) ?? ShopModel.Shipped;
            // Its own reader checks the figures: one out of bounds must not decide about anybody.
            return model.Lapse is null ? model : model with { Lapse = LapseModel.FromJson(model.Lapse.ToJson()) };
        }
        catch (JsonException)
        {
            return ShopModel.Shipped;
        }
    }
}
