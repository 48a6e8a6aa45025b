using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.LocalHost.Hosting;

/// <summary>
/// The middleware around every invocation. It is a worker application builder, so the app's own set-up, which on Azure gets
/// Microsoft's builder, gets this one here and its <c>UseMiddleware&lt;T&gt;()</c> works unchanged. Microsoft's builder keeps its
/// pipeline to itself; this needs nothing but the public interface, whichever packages the build uses.
/// </summary>
/// <param name="services">The host's services, to which the app adds its own.</param>
public sealed class FunctionsPipeline(IServiceCollection services) : IFunctionsWorkerApplicationBuilder
{
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> steps = [];

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        steps.Add(middleware);
        return this;
    }

    internal FunctionExecutionDelegate Around(FunctionExecutionDelegate function) =>
        Enumerable.Reverse(steps).Aggregate(function, (next, step) => step(next));
}
