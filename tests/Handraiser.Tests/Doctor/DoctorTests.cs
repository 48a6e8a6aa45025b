using System.Net.Sockets;
using Azure;
using Handraiser.LocalHost;
using Handraiser.LocalHost.Doctor;
using Handraiser.Tests.Commands;
using Handraiser.Tests.Playbooks;
using Xunit;

namespace Handraiser.Tests.Doctor;

/// <summary>What the doctor says of one healthy installation and nine others, word for word, each with what mends it.</summary>
public sealed class DoctorTests
{
    [Fact]
    public Task A_healthy_installation() => SaysAsync("healthy", new Patient(), healthy: true);

    [Fact]
    public Task Settings_that_are_missing_wrong_or_misspelled() => SaysAsync("settings", new Patient
    {
        Settings = { ["Installation:Key"] = null, ["Keys:Events"] = "short", ["Mail:Form"] = "a@b.example", ["Public:Url"] = "http://shop.co.uk/api/" },
    });

    [Fact]
    public Task Secrets_that_the_vault_does_not_give_that_are_alike_or_of_the_wrong_form() => SaysAsync("secrets", new Patient
    {
        Settings =
        {
            ["Keys:Operator"] = "the-same-for-both",
            ["Keys:Events"] = "the-same-for-both",
            ["SendGrid:ApiKey"] = "@Microsoft.KeyVault(VaultName=kv-hr;SecretName=SendGrid--ApiKey)",
            ["Senders:SendGrid:Secrets:0"] = "not a key",
        },
    });

    [Fact]
    public Task Queues_tables_and_containers_that_are_missing() => SaysAsync("storage-empty", new Patient
    {
        Storage = _ => new StorageState(["deliveries", "events-poison"], ["agenda"], ["archive"], ["fetch-poison"], Patient.Now),
    });

    [Fact]
    public Task Storage_that_refuses() => SaysAsync("storage-refuses", new Patient { Storage = _ => throw new RequestFailedException(403, "", "AuthorizationPermissionMismatch", null) });

    [Fact]
    public Task Storage_that_does_not_answer() => SaysAsync("storage-away", new Patient { Storage = _ => throw new AggregateException(new RequestFailedException("", new SocketException())) });

    [Fact]
    public Task A_clock_that_is_late() => SaysAsync("clock", new Patient { Storage = state => state with { Now = Patient.Now.AddMinutes(7) } });

    [Fact]
    public Task A_domain_without_records() => SaysAsync("dns-none", new Patient { Dns = _ => [] });

    [Fact]
    public Task A_domain_with_records_that_do_harm() => SaysAsync("dns-wrong", new Patient
    {
        Dns = name => name switch
        {
            "mail.shop.co.uk" => ["v=spf1 include:sendgrid.net ~all", "v=spf1 +all", "google-site-verification=x"],
            "s1._domainkey.mail.shop.co.uk" => ["k=rsa; t=s; p="],
            "_dmarc.shop.co.uk" => ["v=DMARC1; rua=mailto:dmarc@shop.co.uk"],
            _ => [],
        },
    });

    [Fact]
    public Task A_network_in_which_dns_does_not_answer() => SaysAsync("dns-away", new Patient { Dns = _ => null }, healthy: true);

    [Fact]
    public async Task The_command_judges_a_file_of_settings_and_ends_with_1()
    {
        using var terminal = new Terminal();
        var file = terminal.File("settings.json", """{ "Values": { "Keys__Operator": "operator-operator" } }""");

        var code = await terminal.RunAsync("doctor", "--settings", file);

        Assert.Equal(1, code);
        Assert.Contains("BAD   settings  Installation__Key is missing.", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("look  storage   There is no storage to look at", terminal.Output, StringComparison.Ordinal);
    }

    private static async Task SaysAsync(string golden, Patient patient, bool healthy = false)
    {
        var findings = await patient.ExamineAsync();

        Golden.Equal($"tests/Handraiser.Tests/Doctor/Golden/{golden}.txt", DoctorReport.Render(findings));
        Assert.Equal(healthy, DoctorReport.IsHealthy(findings));
    }
}
