using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>An app without the Azure worker: says how to run the functions, and ends.</summary>
internal sealed class LocalHostHint(IHost app) : IHost
{
    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await Console.Out.WriteLineAsync(
            "This build has no Azure worker. Run the functions here with: dotnet run --project src/Handraiser.LocalHost");
        Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    // The app's own services were never started.
    public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Dispose() => app.Dispose();
}
