using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a function app. The Azure worker is not part of this build, so the app it builds only says how to start the local host.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly HostApplicationBuilder builder;
    private bool built;

    internal FunctionsApplicationBuilder(string[]? args)
    {
        builder = Host.CreateApplicationBuilder(args);
        // As in the worker, whose logs travel to its host instead.
        builder.Logging.ClearProviders();
    }

    /// <summary>Values that the parts of the build share.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)builder).Properties;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>The app's settings.</summary>
    public ConfigurationManager Configuration => builder.Configuration;

    /// <summary>Where the app runs.</summary>
    public IHostEnvironment Environment => builder.Environment;

    /// <summary>Where logs go.</summary>
    public ILoggingBuilder Logging => builder.Logging;

    /// <summary>Where figures go.</summary>
    public IMetricsBuilder Metrics => builder.Metrics;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => builder.Services;

    /// <summary>Builds the app, once.</summary>
    /// <exception cref="InvalidOperationException">It was built already.</exception>
    public IHost Build()
    {
        ThrowIfBuilt();
        built = true;
        return new LocalHostHint(builder.Build());
    }

    /// <summary>Replaces the container of services.</summary>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => builder.ConfigureContainer(factory, configure);

    /// <summary>Adds a step around every invocation. Without a worker nothing is invoked, so the step is not kept.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ThrowIfBuilt();
        return this;
    }

    private void ThrowIfBuilt()
    {
        if (built)
        {
            throw new InvalidOperationException("This builder has built its application already.");
        }
    }
}
