using Azure.Core.Pipeline;
using Handraiser.Functions;
using Handraiser.Functions.Intake.Site;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Hosting;
using Handraiser.LocalHost.Mailbox;
using Handraiser.LocalHost.Metrics;
using Handraiser.LocalHost.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Handraiser.LocalHost;

/// <summary>How to run the function app on this machine.</summary>
public sealed record LocalOptions
{
    /// <summary>The port to listen on, on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; } = 7071;
    /// <summary>A storage connection string; null starts (or finds) Azurite.</summary>
    public string? Storage { get; init; }
    /// <summary>The clock of the functions.</summary>
    public LocalClock Clock { get; init; } = new();
    /// <summary>How long a received message is hidden from others.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);
    /// <summary>Whether timers run by the clock, or only when ticked.</summary>
    public bool TimersRunByThemselves { get; init; } = true;
    /// <summary>The keys; null takes those of <c>.local</c>.</summary>
    public LocalKeys? Keys { get; init; }
    /// <summary>Where the mailbox keeps what it caught; null takes <c>.local/mailbox</c>.</summary>
    public string? Folder { get; init; }
    /// <summary>Settings over all others, names with colons.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();
    /// <summary>Gets lines about long work, such as the first installation.</summary>
    public Action<string> Progress { get; init; } = _ => { };
    /// <summary>The least grave log lines to print.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
    /// <summary>Adds to where log lines go, beside the console.</summary>
    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };
    /// <summary>Changes the services before the app is put together, such as to listen in on one of them.</summary>
    public Action<IServiceCollection> Services { get; init; } = _ => { };
    /// <summary>How queues are read and where routes begin; null takes the project's <c>host.json</c>.</summary>
    public HostJson? Host { get; init; }
}

/// <summary>The function app, running on this machine: the same function classes, real storage, real HTTP.</summary>
public sealed class LocalApp : IAsyncDisposable
{
    // Settings are read once; else every folder below this one would be watched for a change of a file that is not there.
    private static readonly WebApplicationOptions s_unwatched = new() { Args = ["--hostBuilder:reloadConfigOnChange=false"] };

    private readonly WebApplication web;
    private readonly Azurite? azurite;

    private LocalApp(WebApplication web, Azurite? azurite, LocalOptions options, LocalKeys keys, StorageCalls calls)
    {
        this.web = web;
        this.azurite = azurite;
        Options = options;
        Keys = keys;
        Calls = calls;
        Address = new Uri(web.Urls.First());
    }

    /// <summary>How it runs.</summary>
    public LocalOptions Options { get; }
    /// <summary>The keys in force.</summary>
    public LocalKeys Keys { get; }
    /// <summary>Where it listens.</summary>
    public Uri Address { get; }
    /// <summary>What it asked of storage so far.</summary>
    public StorageCalls Calls { get; }
    /// <summary>Its services.</summary>
    public IServiceProvider Services => web.Services;
    /// <summary>Its functions runtime.</summary>
    public FunctionsRuntime Runtime => web.Services.GetRequiredService<FunctionsRuntime>();

    /// <summary>Starts storage if need be, creates what is missing there, and starts to listen.</summary>
    /// <exception cref="LocalStorageException">Node is missing, or Azurite would not start.</exception>
    public static async Task<LocalApp> StartAsync(LocalOptions options, CancellationToken cancellation)
    {
        NativeArenas.Share();
        var keys = options.Keys ?? LocalKeys.LoadOrCreate(LocalFolder.Path);
        var port = options.Port != 0 ? options.Port : FreePort.Find();
        var address = new Uri($"http://127.0.0.1:{port}");
        var settings = LocalSettings.Read(keys, address, options.Settings);
        var connection = options.Storage ?? settings[Names.Settings.Storage];
        Azurite? azurite = null;
        if (string.IsNullOrEmpty(connection))
        {
            azurite = await Azurite.StartOrReuseAsync(LocalFolder.Of("azurite"), options.Progress, cancellation);
            connection = azurite.ConnectionString;
        }

        var calls = new StorageCalls();
        var builder = WebApplication.CreateSlimBuilder(s_unwatched);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(settings);
        builder.Configuration[Names.Settings.Storage] = connection;
        builder.WebHost.UseUrls(address.ToString());
        builder.Logging.ClearProviders().AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(options.LogLevel)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning)
            .AddFilter("Handraiser.Functions.Operators.Vitals", LogLevel.Warning);
        options.Logging(builder.Logging);
        builder.Services.AddSingleton<TimeProvider>(options.Clock);
        builder.Services.AddSingleton<HttpPipelinePolicy>(calls);
        builder.Services.AddSingleton(_ => EmulatorTransport.Create());
        builder.Services.AddSingleton<LocalMetrics>();
        builder.Services.AddSingleton(services => services.GetRequiredService<StorageClients>().Queues);
        var functions = builder.Services.AddFunctionsRuntime(new FunctionsRuntimeOptions(FunctionCatalog.Of(typeof(Names).Assembly))
        {
            Host = options.Host ?? HostJson.Load(Path.Combine(LocalFolder.Root, "host.json"), settings),
            Lease = options.Lease,
            TimersRunByThemselves = options.TimersRunByThemselves,
        });
        functions.AddHandraiser(builder.Configuration);
        builder.Services.AddMailbox(new MailboxOptions
        {
            Folder = options.Folder ?? LocalFolder.Of("mailbox"),
            Webhook = () => new Uri(address, "api/webhooks/sendgrid"),
            SigningKey = keys.SendGridPrivate,
        });

        options.Services(builder.Services);
        var web = builder.Build();
        web.MapFunctions();
        web.MapMailbox();
        web.MapMetrics();
        web.MapStart();
        // Where a shop's own web server would pass it on to: the route prefix is the function app's, not the shop's.
        web.MapGet("/" + SiteScript.Name, (HttpContext http) => web.Services.GetRequiredService<SiteScript>().AnswerAsync(http));
        web.MapTexts();
        await web.Services.GetRequiredService<StorageClients>().CreateAllAsync(cancellation);
        await web.StartAsync(cancellation);
        return new LocalApp(web, azurite, options, keys, calls);
    }

    /// <summary>Runs until somebody asks it to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation) => web.WaitForShutdownAsync(cancellation);

    /// <summary>Stops; what is running finishes, what was not begun stays in the queue. Azurite goes on for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await web.StopAsync();
        await web.DisposeAsync();
        if (azurite is not null) await azurite.DisposeAsync();
    }
}
