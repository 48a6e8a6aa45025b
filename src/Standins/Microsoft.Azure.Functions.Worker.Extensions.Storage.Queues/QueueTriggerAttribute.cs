using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function for each message of a storage queue.</summary>
/// <param name="queueName">The queue's name, or <c>%Setting%</c> with the name of the setting that holds it.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>The queue's name, or <c>%Setting%</c> with the name of the setting that holds it.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting with the storage account's connection; the host's own account where null.</summary>
    public string? Connection { get; set; }
}
