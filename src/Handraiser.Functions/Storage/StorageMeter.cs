using Azure.Core;
using Azure.Core.Pipeline;

namespace Handraiser.Functions.Storage;

/// <summary>Counts what is asked of one service of storage, retries included: that is what is billed.</summary>
/// <param name="service">Tables, queues or blobs.</param>
/// <param name="read">What a reading call costs by list price, in US dollars (<c>infra/README.md</c>).</param>
/// <param name="write">What a writing one costs.</param>
internal sealed class StorageMeter(string service, double read, double write) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var method = message.Request.Method;
        Meters.Called(service, method.Method, method == RequestMethod.Get || method == RequestMethod.Head ? read : write);
    }
}
