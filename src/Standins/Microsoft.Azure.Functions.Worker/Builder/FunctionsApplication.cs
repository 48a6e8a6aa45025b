namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app's program begins.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the usual configuration: environment, settings files, command line.</summary>
    /// <param name="args">The program's command line.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
