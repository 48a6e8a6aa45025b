using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Handraiser.LocalHost.Hosting;

/// <summary>One invocation, as the function and its middleware see it.</summary>
internal sealed class LocalFunctionContext : FunctionContext
{
    // The worker's ASP.NET Core extension looks here when it is asked for the request.
    private const string HttpContextItem = "HttpRequestContext";

    public LocalFunctionContext(HostedFunction function, Trigger trigger, IServiceProvider services, CancellationToken cancellationToken)
    {
        FunctionDefinition = new LocalFunctionDefinition(function);
        BindingContext = new Metadata(trigger.Metadata);
        InstanceServices = services;
        CancellationToken = cancellationToken;
        if (trigger.Http is not null)
        {
            Items[HttpContextItem] = trigger.Http;
        }
    }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext { get; } = new CurrentTrace();

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; } = new NoRetries();

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new FeatureSet();

    public override CancellationToken CancellationToken { get; }

    /// <summary>What the method returned; null while it has not, and where it returns nothing.</summary>
    public object? Result { get; set; }

    private sealed class Metadata(IReadOnlyDictionary<string, object?> values) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => values;
    }

    // Retry policies are not allowed on queue triggers (AZFW0012) and this host knows none for timers.
    private sealed class NoRetries : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class CurrentTrace : TraceContext
    {
        public override string TraceParent { get; } = Activity.Current?.Id ?? "";

        public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
    }

    private sealed class FeatureSet : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> features = [];

        public void Set<T>(T instance) => features[typeof(T)] = instance!;

        public T? Get<T>() => features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>What starts an invocation.</summary>
/// <param name="Value">What the trigger parameter gets.</param>
/// <param name="Metadata">What is known about the event, by name in any case.</param>
/// <param name="Http">The request, for an HTTP function.</param>
internal sealed record Trigger(object Value, IReadOnlyDictionary<string, object?> Metadata, HttpContext? Http = null)
{
    public static readonly IReadOnlyDictionary<string, object?> NoMetadata = new Dictionary<string, object?>();
}
