namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function and its middleware can know about one invocation.</summary>
public abstract class FunctionContext
{
    /// <summary>Unique to this invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>Unique to the function, the same for all its invocations.</summary>
    public abstract string FunctionId { get; }

    /// <summary>Where this invocation belongs in a distributed trace.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger told about its event.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>How often this event was tried by a retry policy.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values that middleware and function share during this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the host offers for this invocation, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Signalled when the invocation should end.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
