using Azure.Storage.Queues;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Handraiser.LocalHost.Hosting;

/// <summary>Adds the local functions runtime to a web application.</summary>
public static class FunctionsRuntimeExtensions
{
    /// <summary>
    /// Adds the runtime, which starts and stops with the application. The application must offer a <see cref="QueueServiceClient"/>;
    /// timers go by its <see cref="TimeProvider"/>, else by the system's clock.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">What to run, and how.</param>
    /// <returns>The builder to which the function app adds its services and middleware, as it does to Microsoft's on Azure.</returns>
    public static IFunctionsWorkerApplicationBuilder AddFunctionsRuntime(this IServiceCollection services, FunctionsRuntimeOptions options)
    {
        var pipeline = new FunctionsPipeline(services);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(pipeline);
        services.AddSingleton<FunctionsRuntime>();
        services.AddHostedService(provider => provider.GetRequiredService<FunctionsRuntime>());
        // What writes an IActionResult.
        services.AddMvcCore();
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes);
        return pipeline;
    }

    /// <summary>Gives the HTTP functions their routes.</summary>
    public static void MapFunctions(this IEndpointRouteBuilder endpoints) =>
        endpoints.ServiceProvider.GetRequiredService<FunctionsRuntime>().Map(endpoints);
}
