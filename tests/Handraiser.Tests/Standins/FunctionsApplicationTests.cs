using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Handraiser.Tests.Standins;

public sealed class FunctionsApplicationTests
{
    [SkippableFact]
    public async Task Without_the_Azure_worker_the_app_says_how_to_start_and_ends()
    {
        Skip.If(typeof(FunctionsApplication).Assembly.GetName().Version!.Major > 0, "Built with the official worker.");
        var console = Console.Out;
        await using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            using var host = FunctionsApplication.CreateBuilder([]).ConfigureFunctionsWebApplication().Build();
            await host.RunAsync();
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Contains("dotnet run --project src/Handraiser.LocalHost", written.ToString(), StringComparison.Ordinal);
    }
}
