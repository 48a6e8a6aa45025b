namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Adds ASP.NET Core to a function app.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Lets HTTP functions use ASP.NET Core's types. The local host always does, so there is nothing to add here.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
}
