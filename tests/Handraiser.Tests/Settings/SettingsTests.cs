using System.Text.RegularExpressions;
using Handraiser.Functions.Settings;
using Handraiser.LocalHost;
using Handraiser.Tests.Playbooks;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Handraiser.Tests.Settings;

/// <summary>Every setting is known, explained and checked at the start.</summary>
public sealed class SettingsTests
{
    private static readonly Dictionary<string, string?> s_good = new()
    {
        ["DataStorage"] = "UseDevelopmentStorage=true",
        ["Installation:Key"] = Convert.ToBase64String(new byte[32]),
        ["Keys:Operator"] = "operator-operator",
        ["Keys:Events"] = "events-events-events",
    };

    [Fact]
    public void The_page_is_made_from_the_code() => Golden.Equal("docs/settings.md", SettingsPage.Write());

    [Fact]
    public void The_sample_is_made_from_the_code() => Golden.Equal("local.settings.sample.json", SettingsPage.Sample());

    [Fact]
    public void A_copy_of_the_sample_hides_no_default() =>
        Assert.Equal(["FUNCTIONS_WORKER_RUNTIME"], LocalSettings.FromFile(Path.Combine(Golden.Root, "local.settings.sample.json")).Keys);

    [Fact]
    public void Whatever_the_code_reads_is_listed()
    {
        var code = string.Join('\n', Directory.GetFiles(Path.Combine(Golden.Root, "src/Handraiser.Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("\\obj\\", StringComparison.Ordinal)).Select(File.ReadAllText));
        var roots = string.Join('|', AllSettings.List.Select(s => Setting.Parts(s.Name)[0]).Distinct());
        var read = Regex.Matches(code, $@"(?:settings|configuration|config)\w*\[""([A-Z]\w+(?::\w+)+)""\]|(?:Number|Flag|Secret)\(\w+, ""((?:{roots})(?::\w+)+)""").Select(m => m.Groups[1].Value + m.Groups[2].Value)
            .Concat(Regex.Matches(code, @"\.Other\(""(\w+)""\)").Select(m => $"Senders:Any:{m.Groups[1].Value}"))
            .Concat(Regex.Matches(code, @"GetSection\(""(\w+:\w+)""\)").Select(m => m.Groups[1].Value switch { "Keys:Events" => "Keys:Events", "Webhooks:Out" => "Webhooks:Out:any:Url", var list => $"{list}:0" }))
            .Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.True(read.Count > 15, string.Join(", ", read));
        Assert.Equal([], read.Where(name => SettingsCheck.Find(name) is null));
    }

    [Fact]
    public void What_a_local_run_sets_is_good() =>
        Assert.Equal([], SettingsCheck.Problems(With(s_good, LocalSettings.Read(LocalKeys.Create(), new Uri("http://127.0.0.1:7071"), new Dictionary<string, string?>()))));

    [Fact]
    public void An_empty_configuration_is_told_everything_at_once() => Assert.Equal(
        ["Installation__Key", "Keys__Operator", "Keys__Events", "DataStorage__tableServiceUri", "DataStorage__queueServiceUri", "DataStorage__blobServiceUri"],
        SettingsCheck.Problems(new ConfigurationBuilder().Build()).Select(p => p.Split(' ')[0]));

    [Theory]
    [InlineData("Installation:Key", "c2hvcnQ=", "Installation__Key is not the base64 of at least 32 bytes. The key under which")]
    [InlineData("Keys:Operator", "short", "Keys__Operator is shorter than 16 characters and could be guessed. What operators send")]
    [InlineData("Keys:Events:0", "short", "Keys__Events__0 is shorter than 16 characters and could be guessed.")]
    [InlineData("Public:Url", "shop.example", "Public__Url is not a web address. Where customers reach")]
    [InlineData("SendGrid:ApiKey", "SG.something", "Mail__From is missing, and SendGrid__ApiKey is set. The sender of mails")]
    [InlineData("SendGrid:PerSecond", "many", "SendGrid__PerSecond is not a whole number above 0.")]
    [InlineData("SendGrid:Sandbox", "yes", "SendGrid__Sandbox is not true or false.")]
    [InlineData("Twilio:AccountSid", "AC1", "Twilio__AuthToken is missing, and Twilio__AccountSid is set.")]
    [InlineData("Twilio:PricePerSegment", "0,08", "Twilio__PricePerSegment is not a number of at least 0.")]
    [InlineData("Senders:SendGrid:Tolerance", "soon", "Senders__SendGrid__Tolerance is not a duration such as 00:05:00, or a number of seconds.")]
    [InlineData("Senders:Shopify:Secrets:1", "@Microsoft.KeyVault(VaultName=kv;SecretName=x)", "Senders__Shopify__Secrets__1 refers to a secret that could not be read.")]
    [InlineData("Alerts:Webhooks:0", "hooks", "Alerts__Webhooks__0 is not a web address.")]
    [InlineData("Catalogue:Paths:0", "road bikes", "Catalogue__Paths__0 is not a path and its category such as /collections/road-bikes=bikes/road.")]
    [InlineData("Links:Keys:0", "abc", "Links__Keys__0 is not the base64 of at least 32 bytes.")]
    public void A_wrong_value_gets_a_sentence_that_says_what_to_do(string name, string value, string sentence)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(s_good) { [name] = value }).Build();

        Assert.Contains(SettingsCheck.Problems(settings), p => p.StartsWith(sentence, StringComparison.Ordinal));
        Assert.Contains(sentence, Assert.Throws<InvalidOperationException>(() => SettingsCheck.Demand(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_sentence_quotes_a_value()
    {
        const string Value = "s3cret-value";
        foreach (var setting in AllSettings.List)
        {
            var name = Regex.Replace(setting.Name, @"\{\w+\}", "0").Replace("__", ":", StringComparison.Ordinal);
            var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(s_good) { [name] = Value }).Build();
            Assert.DoesNotContain(SettingsCheck.Problems(settings).Concat(SettingsCheck.Strangers(settings)), p => p.Contains(Value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_misspelled_name_is_pointed_out_and_keeps_nothing_from_starting()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(s_good) { ["Mail:Form"] = "hello@shop.example" }).Build();

        Assert.Equal([], SettingsCheck.Problems(settings));
        Assert.Equal(["Mail__Form is no setting; did you mean Mail__From?"], SettingsCheck.Strangers(settings));
    }

    private static IConfigurationRoot With(Dictionary<string, string?> weaker, IConfiguration stronger) =>
        new ConfigurationBuilder().AddInMemoryCollection(weaker).AddConfiguration(stronger).Build();
}
