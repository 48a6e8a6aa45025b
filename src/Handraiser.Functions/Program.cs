using Handraiser.Functions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

NativeArenas.Share();
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddHandraiser(builder.Configuration);
await builder.Build().RunAsync();
