using Azure.Storage.Queues;
using Handraiser.Functions.Agenda;
using Handraiser.Functions.Budgets;
using Handraiser.Functions.Campaigns;
using Handraiser.Functions.Delivery;
using Handraiser.Functions.Intake;
using Handraiser.Functions.Modelling;
using Handraiser.Functions.Operators;
using Handraiser.Functions.Operators.Vitals;
using Handraiser.Functions.Privacy;
using Handraiser.Functions.Reaction;
using Handraiser.Functions.Sending;
using Handraiser.Functions.Settings;
using Handraiser.Functions.Storage;
using Handraiser.Functions.Sweeping;
using Handraiser.Plays;
using Handraiser.Profiles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Handraiser.Functions;

/// <summary>Puts the application together: the same for Azure, the local host and tests.</summary>
public static class HandraiserServices
{
    /// <summary>Adds every service that the functions need.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message says what to do.</exception>
    public static IFunctionsWorkerApplicationBuilder AddHandraiser(this IFunctionsWorkerApplicationBuilder app, IConfiguration settings)
    {
        var services = app.Services;
        SettingsCheck.Demand(settings);
        var installation = Installation.From(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(installation);
        services.AddSingleton(new Identity(installation.Key));
        services.AddSingleton(OfferCodes.Under(installation.Key));
        services.AddStorage();
        services.AddIntake();
        services.AddReaction();
        services.AddSweep(settings);
        services.AddLimits(settings);
        services.AddCampaigns(settings);
        services.AddPrivacy();
        services.AddDelivery(settings, installation);
        Otlp.Add(services, settings);
        app.UseMiddleware<MetricsForHost>();
        app.UseMiddleware<HttpErrors>();
        app.UseMiddleware<InvocationSpans>();
        return app;
    }

    private static void AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<StorageClients>();
        services.AddSingleton(s => s.GetRequiredService<StorageClients>().Tables);
        services.AddSingleton(s => s.GetRequiredService<StorageClients>().Queues);
        services.AddSingleton(s => s.GetRequiredService<StorageClients>().Blobs);
        services.AddSingleton(new CustomerCache());
        services.AddSingleton<CountsBook>();
        services.AddSingleton<CountsReader>();
        services.AddSingleton<MembersBook>();
        services.AddSingleton<MembersReader>();
        services.AddSingleton<ICustomers, CustomersTable>();
        services.AddSingleton<IParked, ParkedTable>();
        services.AddSingleton<ISuppressions, SuppressionsTable>();
        services.AddSingleton<IAudit, AuditTable>();
    }

    private static void AddReaction(this IServiceCollection services)
    {
        services.AddSingleton<IAgenda, AgendaTable>();
        services.AddSingleton<AgendaSweep>();
        services.AddSingleton<OverdueWakes>();
        services.AddSingleton<AgendaRepair>();
        services.AddSingleton<IPlaybookSource, PlaybookBlob>();
        services.AddSingleton<IMoments, Moments>();
        services.AddSingleton<IHandOn, HandOnQueue>();
        services.AddSingleton<Erasures>();
        services.AddSingleton<Reactor>();
        services.AddSingleton<CustomerLookup>();
        services.AddSingleton(s => new VitalSigns(s.GetRequiredService<QueueServiceClient>(), s.GetRequiredService<IAgenda>(), s.GetRequiredService<ISwitches>(), s.GetRequiredService<TimeProvider>()));
    }

    private static void AddSweep(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(SweepPace.From(settings));
        services.AddSingleton<ISweepBook, SweepBlob>();
        services.AddSingleton<CustomerSweep>();
        services.AddSingleton<IModelBook, ModelBlob>();
        services.AddSingleton<ModelKeeper>();
        services.AddSingleton<SegmentList>();
    }

    private static void AddLimits(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(SendingDomain.From(settings));
        services.AddSingleton<ILedger, LedgerTable>();
        services.AddSingleton<BudgetBook>();
        services.AddHostedService(s => s.GetRequiredService<BudgetBook>());
        services.AddSingleton<ICodePools, CodePoolsTable>();
        services.AddSingleton<CodeBook>();
        services.AddHostedService(s => s.GetRequiredService<CodeBook>());
        services.AddSingleton<Reserving>();
        services.AddSingleton<ISwitches, SwitchesTable>();
        services.AddSingleton<IShopBook, ShopBook>();
        // Of its own, since an installation may have no channel that brings one.
        services.AddHttpClient();
        services.AddSingleton<IStaff, Staff>();
        services.AddSingleton<SendingReader>();
        services.AddSingleton<SendingWatch>();
    }

    private static void AddCampaigns(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(CampaignPace.From(settings));
        services.AddSingleton<ICampaignBook, CampaignBlobs>();
        services.AddSingleton<ICampaignTurns, CampaignTurns>();
        services.AddSingleton<CampaignRoll>();
        services.AddSingleton<CampaignSource>();
        services.AddSingleton<CampaignCheck>();
        services.AddSingleton<CampaignDriver>();
        services.AddSingleton<CampaignDesk>();
        services.AddSingleton<CampaignFigures>();
    }

    private static void AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<IPrivacyQueue, PrivacyQueue>();
        services.AddSingleton<Eraser>();
        services.AddSingleton<PrivacyDesk>();
        services.AddSingleton<PersonalFile>();
    }
}
