using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger told about its event.</summary>
public abstract class BindingContext
{
    /// <summary>The trigger's metadata by name: route values, a message's id and dequeue count.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>How often a retry policy has tried the event. Queue redelivery is not counted here.</summary>
public abstract class RetryContext
{
    /// <summary>Retries so far.</summary>
    public abstract int RetryCount { get; }

    /// <summary>Retries after which the event is given up.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>Where an invocation belongs in a distributed trace (W3C Trace Context).</summary>
public abstract class TraceContext
{
    /// <summary>The <c>traceparent</c> value.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The <c>tracestate</c> value.</summary>
    public abstract string TraceState { get; }

    /// <summary>Further attributes of the trace.</summary>
    public virtual IReadOnlyDictionary<string, string> Attributes => ImmutableDictionary<string, string>.Empty;
}

/// <summary>What the host offers for one invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Offers a feature under its type.</summary>
    void Set<T>(T instance);

    /// <summary>The feature of that type, or null.</summary>
    T? Get<T>();
}
