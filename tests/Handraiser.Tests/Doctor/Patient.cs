using Handraiser.Functions.Intake.Senders;
using Handraiser.Functions.Intake.Senders.Ses;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Doctor;
using Microsoft.Extensions.Configuration;

namespace Handraiser.Tests.Doctor;

/// <summary>An installation in good health, of which a test spoils a part.</summary>
internal sealed class Patient : IStorageProbe, ITextRecords
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 6, 12, 0, 0, TimeSpan.Zero);

    private static readonly LocalKeys s_keys = LocalKeys.Create();

    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["DataStorage"] = "UseDevelopmentStorage=true",
        ["Installation:Key"] = s_keys.Installation,
        ["Keys:Operator"] = s_keys.Operator,
        ["Keys:Events"] = s_keys.Events,
        ["SendGrid:ApiKey"] = "SG.key",
        ["Mail:From"] = "hello@mail.shop.co.uk",
        ["Public:Url"] = "https://shop.co.uk/api/",
        ["Senders:SendGrid:Secrets:0"] = s_keys.SendGridPublic,
        ["Senders:Shopify:Secrets:0"] = s_keys.Shopify,
    };

    public Func<StorageState, StorageState> Storage { get; init; } = state => state;

    public Func<string, IReadOnlyList<string>?> Dns { get; init; } = name => name switch
    {
        "mail.shop.co.uk" => ["v=spf1 include:sendgrid.net ~all"],
        "s1._domainkey.mail.shop.co.uk" or "s2._domainkey.mail.shop.co.uk" => ["k=rsa; t=s; p=MIGfMA0GCSqGSIb3"],
        "_dmarc.shop.co.uk" => ["v=DMARC1; p=none; rua=mailto:dmarc@shop.co.uk"],
        _ => [],
    };

    public async Task<IReadOnlyList<Finding>> ExamineAsync()
    {
        using var http = new HttpClient();
        var settings = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        return await new Examination(settings, AllSenders.Create(new SnsCertificates(http), Intake.DoorHarness.Identity), this, this, new Noon()).ExamineAsync(["s1", "s2"], CancellationToken.None);
    }

    public Task<StorageState> LookAsync(CancellationToken cancellation) => Task.FromResult(Storage(new StorageState([], [], [], [], Now)));

    public Task<IReadOnlyDictionary<string, IReadOnlyList<string>?>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<string>?>>(names.ToDictionary(n => n, Dns));

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
