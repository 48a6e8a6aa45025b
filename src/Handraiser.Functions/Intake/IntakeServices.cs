using Handraiser.Functions.Delivery.Links;
using Handraiser.Functions.Intake.Catalogue;
using Handraiser.Functions.Intake.OwnEvents;
using Handraiser.Functions.Intake.Replaying;
using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.BigCommerce;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.Functions.Intake.Site;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Handraiser.Functions.Intake;

/// <summary>
/// Registers the front door. It needs beside it: the storage clients, <see cref="Storage.IParked"/>, <see cref="Profiles.Identity"/>,
/// configuration and logging.
/// </summary>
public static class IntakeServices
{
    /// <summary>Adds everything of Intake.</summary>
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IEventTransport, StorageEventTransport>();
        services.AddSingleton<EventMessages>();
        services.AddSingleton<IEventSink, EventSink>();
        services.AddSingleton<ICatalogue, TableCatalogue>();
        services.AddSingleton(s => CatalogueSettings.From(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<Sightings>();
        services.AddSingleton<UnknownProducts>();
        services.AddHostedService<SightingsFlush>();
        services.AddSingleton<Enrichment>();
        services.AddSingleton<BlobArchive>();
        services.AddSingleton<IArchive>(s => s.GetRequiredService<BlobArchive>());
        services.AddHostedService(s => s.GetRequiredService<BlobArchive>());
        services.AddSingleton<IProofs, TableProofs>();
        services.AddSingleton<IErrands, Errands>();
        services.AddSingleton<DetailFetcher>();
        services.AddSingleton(s => new BigCommerceClient(s.GetRequiredService<IntakeHttp>().Client, s.GetRequiredService<IConfiguration>()));
        services.AddSingleton(s => new BigCommerceDetails(s.GetRequiredService<BigCommerceClient>(), s.GetRequiredService<IEventSink>(), s.GetRequiredService<ICatalogue>(), s.GetRequiredService<TimeProvider>())
        {
            Shop = s.GetRequiredService<IConfiguration>()["Senders:BigCommerce:Shop"],
        });
        services.AddSingleton(new IntakeHttp());
        services.AddSingleton<ISnsCertificates>(s => new SnsCertificates(s.GetRequiredService<IntakeHttp>().Client));
        services.AddSingleton<IEnumerable<Sender>>(s => AllSenders.Create(s.GetRequiredService<ISnsCertificates>(), s.GetRequiredService<Profiles.Identity>(), s.GetRequiredService<ReplyAddresses>()));
        services.AddSingleton<Senderbook>();
        services.AddSingleton<BodyRoom>();
        services.AddSingleton<Keeping>();
        services.AddSingleton<Door>();
        services.AddSingleton<EventKeys>();
        services.AddSingleton<EventsDoor>();
        services.AddSingleton<ArchiveShelf>();
        services.AddSingleton<ArchiveReplay>();
        services.AddSingleton(s => SiteSettings.From(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<SiteLimits>();
        services.AddSingleton<SiteScript>();
        services.AddSingleton<SiteDoor>();
        services.AddHostedService<SettingsCheck>();
        return services;
    }

    /// <summary>Wrong settings stop the app at its start, with their names, and not the first webhook of the night.</summary>
    private sealed class SettingsCheck(Senderbook senders, SiteSettings site, CatalogueSettings catalogue) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(senders);
            ArgumentNullException.ThrowIfNull(site);
            ArgumentNullException.ThrowIfNull(catalogue);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
