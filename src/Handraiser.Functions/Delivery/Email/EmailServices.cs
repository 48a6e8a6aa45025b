using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Handraiser.Functions.Delivery.Email;

/// <summary>The e-mail channel's registration.</summary>
internal static class EmailServices
{
    /// <summary>Adds the channel where SendGrid is set up.</summary>
    public static void AddEmail(this IServiceCollection services, IConfiguration settings)
    {
        if (SendGridSettings.Read(settings) is not { } sendGrid) return;
        services.AddSingleton(sendGrid);
        services.AddHttpClient(EmailChannel.Client, client => client.Timeout = sendGrid.Timeout)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                AllowAutoRedirect = false,
            });
        services.AddSingleton<IChannel, EmailChannel>();
    }
}
