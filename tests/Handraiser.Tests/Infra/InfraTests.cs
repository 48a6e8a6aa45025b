using Handraiser.Functions;
using Handraiser.Functions.Settings;
using Handraiser.Functions.Storage;
using Handraiser.LocalHost.Storage;
using Handraiser.Plays;
using Xunit;

namespace Handraiser.Tests.Infra;

/// <summary>No compiler and no cloud: the files are parsed, and held to the code and to what was looked up. The mutations show that a gap is found.</summary>
public sealed class InfraTests
{
    private const string Storage = "modules/storage.bicep";
    private const string App = "modules/app.bicep";

    [Fact]
    public async Task The_files_are_Bicep_and_fit_the_code() => Assert.Equal([], InfraChecks.Findings(await BicepFiles.AsTheyAre, new Code()));

    [Fact]
    public async Task Every_type_that_was_looked_up_is_used_so_that_the_table_stays_small()
    {
        var used = (await BicepFiles.AsTheyAre).Values.SelectMany(f => f.Of("resource")).Select(r => $"{r.Type}@{r.Version}").Distinct().Order();

        Assert.Equal(used, KnownProperties.Types.Order());
    }

    [Theory]
    [InlineData(Storage, "'deliveries', ", "", "The code has the queue deliveries, infra has not.")]
    [InlineData(Storage, "'agenda', ", "", "The code has the table agenda, infra has not.")]
    [InlineData(Storage, "'agenda', ", "'agenda', 'stray', ", "infra has the table stray, the code has not.")]
    [InlineData(Storage, "'large', ", "", "The code has the container large, infra has not.")]
    [InlineData(Storage, ", queueDataContributor,", ",", "infra does not give Storage Queue Data Contributor on data.")]
    [InlineData(Storage, "blobDataContributor, queue", "blobDataOwner, queue", "infra gives Storage Blob Data Owner on data, which nothing needs.")]
    [InlineData(Storage, "guid(host.id, principalId, blobDataOwner)", "'my-role'", "infra gives hostBlobRole without a name by guid(scope, principal, role), which nothing needs.")]
    [InlineData(Storage, "allowSharedKeyAccess: false", "allowSharedKeyAccess: true", "The storage account data can be opened with a key.")]
    [InlineData(Storage, "minimumTlsVersion: 'TLS1_2'", "minimumTls: 'TLS1_2'", "modules/storage.bicep: Microsoft.Storage/storageAccounts@2025-06-01 is not known to have properties.minimumTls.")]
    [InlineData(Storage, "storageAccounts@2025-06-01", "storageAccounts@2025-06-31", "modules/storage.bicep: nobody looked up Microsoft.Storage/storageAccounts@2025-06-31.")]
    [InlineData(Storage, "kind: 'StorageV2'", "kind 'StorageV2'", "modules/storage.bicep, line 35: kind 'StorageV2' is not Bicep.")]
    [InlineData(App, "  '/api/webhooks/*'\n", "", "The code has the path that nobody signs in for /api/webhooks/*, infra has not.")]
    [InlineData(App, "  '/api/health'\n", "  '/api/health'\n  '/api/parked'\n", "modules/app.bicep: /api/parked is for staff and open.")]
    [InlineData(App, "Keys__Operator:", "Keys__Operators:", "modules/app.bicep: Keys__Operator is not set.")]
    [InlineData(App, "Keys__Operator:", "Keys__Operators:", "modules/app.bicep: Keys__Operators is no setting of the code.")]
    [InlineData(App, "'${secret}Keys--Events)'", "'topsecret'", "modules/app.bicep: Keys__Events is a secret and no reference to the vault.")]
    [InlineData(App, "output url string = 'https", "output url string = app.listSecrets().key\noutput old string = 'https", "modules/app.bicep: the output url may tell a secret.")]
    [InlineData("main.bicep", "    mailFrom: mailFrom\n", "", "main.bicep: modules/app.bicep needs the parameter mailFrom.")]
    [InlineData("main.bicep", "    mailFrom: mailFrom\n", "", "main.bicep: the param mailFrom is not used.")]
    [InlineData("main.bicep", "@description('Who gets alerts by e-mail.')\n", "", "main.bicep: the param alertEmail has no description.")]
    [InlineData("main.bicep", "'Resend', ", "", "The code has the sender resend, infra has not.")]
    [InlineData("modules/alerts.bicep", "handraiser.agenda.lag", "handraiser.agenda.late", "modules/alerts.bicep: there is no metric handraiser.agenda.late.")]
    [InlineData("modules/alerts.bicep", "'Deliver'", "'Delivery'", "modules/alerts.bicep: there is no function Delivery.")]
    [InlineData("modules/alerts.bicep", ", 'ParkPoisonPrivacy'", "", "modules/alerts.bicep: no alert asks for ParkPoisonPrivacy.")]
    public async Task A_gap_in_the_files_is_found(string file, string from, string to, string finding) =>
        Assert.Contains(finding, InfraChecks.Findings(await BicepFiles.ChangedAsync(file, from, to), new Code()));

    [Fact]
    public async Task A_queue_a_table_a_route_a_setting_and_a_client_that_only_the_code_has_are_found()
    {
        var code = new Code();
        var grown = code with
        {
            Queues = [.. code.Queues, "extra"],
            Tables = [.. code.Tables, "more"],
            RoutePrefix = "v2",
            Settings = [.. code.Settings, new Setting("Extra__Key", SettingKind.Key, "More.") { Required = true }],
            StorageClients = [.. code.StorageClients, "ShareServiceClient"],
            Metrics = [.. code.Metrics, "handraiser.more"],
        };

        var findings = InfraChecks.Findings(await BicepFiles.AsTheyAre, grown);

        Assert.Contains("The code has the queue extra, infra has not.", findings);
        Assert.Contains("The code has the table more, infra has not.", findings);
        Assert.Contains("The code has the path that nobody signs in for /v2/events, infra has not.", findings);
        Assert.Contains("modules/app.bicep: Extra__Key is not set.", findings);
        Assert.Contains("infra does not give a role for ShareServiceClient on data.", findings);
        Assert.Contains("modules/alerts.bicep: no alert asks for handraiser.more.", findings);
    }

    [Fact]
    public async Task No_life_cycle_rule_ends_what_is_parked()
    {
        var rules = (await BicepFiles.AsTheyAre)[Storage].Of("resource").Single(r => r.Name == "lifeCycle").Body["properties"]!["policy"]!["rules"]!.AsArray();
        var ended = rules.SelectMany(r => r!["definition"]!["filters"]!["prefixMatch"]!.AsArray()).Select(prefix => prefix!.ToString());

        Assert.DoesNotContain(ended, prefix => $"{Names.Containers.Large}/{ParkedTable.Folder}".StartsWith(prefix, StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_that_refuses_or_is_away_is_alerted_though_no_invocation_fails()
    {
        var failed = string.Join(", ", new[] { OutcomeClass.Temporary, OutcomeClass.Ambiguous }.Select(o => $"'{Meters.Word(o)}'"));

        Assert.Contains($"Name == '{Meters.Deliveries.Name}' and tostring(Properties.outcome) in ({failed})", BicepFiles.Texts["modules/alerts.bicep"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_runs_on_the_framework_that_it_is_built_for()
    {
        var props = await File.ReadAllTextAsync(Path.Combine(LocalFolder.Root, "Directory.Build.props"));

        Assert.Contains("<TargetFramework>net10.0</TargetFramework>", props, StringComparison.Ordinal);
        Assert.Contains("runtime: { name: 'dotnet-isolated', version: '10.0' }", BicepFiles.Texts[App], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azure.yaml")]
    [InlineData("infra/README.md")]
    [InlineData("infra/app-roles.json")]
    public void What_belongs_to_the_files_names_only_paths_that_are_there(string file)
    {
        var text = File.ReadAllText(Path.Combine(LocalFolder.Root, file));
        var paths = System.Text.RegularExpressions.Regex.Matches(text, @"(?<![\w/.])(?:src|infra|docs)/[\w./-]*\w").Select(m => m.Value).Distinct();

        Assert.Equal([], paths.Where(p => !Path.Exists(Path.Combine(LocalFolder.Root, p))));
    }
}
