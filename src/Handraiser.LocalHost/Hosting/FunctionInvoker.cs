using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.LocalHost.Hosting;

/// <summary>Runs one invocation: a scope, an instance of the function's class, the middleware around it; and counts.</summary>
internal sealed class FunctionInvoker(FunctionCatalog catalog, FunctionsPipeline pipeline, IServiceProvider services)
{
    private readonly Dictionary<string, Counter> counters = catalog.Functions.ToDictionary(function => function.Name, _ => new Counter());
    private int running;

    /// <summary>Invocations going on now.</summary>
    public int Running => Volatile.Read(ref running);

    public IReadOnlyDictionary<string, FunctionCount> Counts =>
        counters.ToDictionary(entry => entry.Key, entry => new FunctionCount(entry.Value.Invocations, entry.Value.Failures));

    /// <summary>Runs a function. What it or its middleware throws comes through.</summary>
    /// <param name="function">The function.</param>
    /// <param name="trigger">What starts it.</param>
    /// <param name="finish">What to do with its result while its scope lives.</param>
    /// <param name="cancellationToken">Asks the function to end.</param>
    public async Task InvokeAsync(HostedFunction function, Trigger trigger, Func<object?, Task>? finish, CancellationToken cancellationToken)
    {
        var counter = counters[function.Name];
        Interlocked.Increment(ref counter.Invocations);
        Interlocked.Increment(ref running);
        try
        {
            await using var scope = services.CreateAsyncScope();
            if (trigger.Http is not null)
            {
                trigger.Http.RequestServices = scope.ServiceProvider;
            }

            var context = new LocalFunctionContext(function, trigger, scope.ServiceProvider, cancellationToken);
            await pipeline.Around(async _ => context.Result = await CallAsync(function, trigger.Value, context))(context);
            if (finish is not null)
            {
                await finish(context.Result);
            }
        }
        catch
        {
            Interlocked.Increment(ref counter.Failures);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    private static async Task<object?> CallAsync(HostedFunction function, object trigger, LocalFunctionContext context)
    {
        var method = function.Method;
        var arguments = ParameterBinder.Bind(function, trigger, context);
        var instance = method.IsStatic ? null : ActivatorUtilities.CreateInstance(context.InstanceServices, method.DeclaringType!);
        try
        {
            var returned = method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);
            return await Awaited(returned, method.ReturnType);
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    private static async Task<object?> Awaited(object? returned, Type declared)
    {
        if (returned is ValueTask plain)
        {
            await plain;
            return null;
        }

        if (declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            returned = declared.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null);
            declared = typeof(Task<>).MakeGenericType(declared.GetGenericArguments());
        }

        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        return declared == typeof(Task) ? null : declared.GetProperty(nameof(Task<>.Result))!.GetValue(task);
    }

    private static async ValueTask DisposeAsync(object? instance)
    {
        if (instance is IAsyncDisposable later)
        {
            await later.DisposeAsync();
        }
        else
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    private sealed class Counter
    {
        public long Invocations;
        public long Failures;
    }
}

/// <summary>How often a function ran since the host started.</summary>
/// <param name="Invocations">Runs begun, failed ones included.</param>
/// <param name="Failures">Runs that threw.</param>
public sealed record FunctionCount(long Invocations, long Failures);
