using System.Globalization;
using Azure.Core.Pipeline;
using Handraiser.LocalHost;
using Handraiser.OtherVersion;
using Microsoft.Extensions.DependencyInjection;

// The host as another version would run beside this one: the same functions, and on the wire what that version writes and knows.
// older|newer CONNECTION-STRING FOLDER CLOCK
var formats = args[0] switch
{
    "older" => (WireFormats)new OlderFormats(),
    "newer" => new NewerFormats(),
    var other => throw new ArgumentException($"{other} is neither older nor newer."),
};
await using var app = await LocalApp.StartAsync(
    new LocalOptions
    {
        Port = 0,
        Storage = Pass.For(args[1]),
        Keys = LocalKeys.LoadOrCreate(args[2]),
        Folder = Path.Combine(args[2], "mailbox"),
        Clock = new LocalClock(DateTimeOffset.Parse(args[3], CultureInfo.InvariantCulture)),
        Lease = TimeSpan.FromSeconds(5),
        Services = services => services.AddSingleton<HttpPipelinePolicy>(formats),
    },
    CancellationToken.None);
Console.WriteLine($"Handraiser listens on {app.Address}");
await app.WaitForShutdownAsync(CancellationToken.None);
