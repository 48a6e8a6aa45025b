using Handraiser.LocalHost.Hosting;
using Microsoft.Extensions.Configuration;

namespace Handraiser.IntegrationTests.Hosting;

public sealed class HostJsonTests
{
    [Fact]
    public void What_is_left_out_has_the_hosts_default()
    {
        var host = HostJson.Parse("""{ "version": "2.0" /* and no more */ }""");

        Assert.Equal("api", host.RoutePrefix);
        Assert.Equal(
            new QueueSettings
            {
                Base64 = true, BatchSize = 16, NewBatchThreshold = 8, MaxDequeueCount = 5,
                MaxPollingInterval = TimeSpan.FromMinutes(1), VisibilityTimeout = TimeSpan.Zero,
            },
            host.Queues);
    }

    [Fact]
    public void A_setting_counts_instead_of_what_is_written_as_on_Azure()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureFunctionsJobHost:extensions:queues:VisibilityTimeout"] = "00:00:05",
            ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "v1",
        }).Build();

        var host = HostJson.Parse("""{ "extensions": { "queues": { "visibilityTimeout": "00:00:30", "batchSize": 24 } } }""", settings);

        Assert.Equal(("v1", TimeSpan.FromSeconds(5), 24), (host.RoutePrefix, host.Queues.VisibilityTimeout, host.Queues.BatchSize));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var host = HostJson.Parse(
            """
            {
              "extensions": {
                "http": { "routePrefix": "" },
                "queues": {
                  "maxPollingInterval": "00:00:02", "visibilityTimeout": "00:00:30", "batchSize": 24,
                  "maxDequeueCount": 7, "messageEncoding": "none"
                }
              }
            }
            """);

        Assert.Equal("", host.RoutePrefix);
        Assert.Equal(
            new QueueSettings
            {
                Base64 = false, BatchSize = 24, NewBatchThreshold = 12, MaxDequeueCount = 7,
                MaxPollingInterval = TimeSpan.FromSeconds(2), VisibilityTimeout = TimeSpan.FromSeconds(30),
            },
            host.Queues);
    }

    [Theory]
    [InlineData("\"batchSize\": 33", "batchSize")]
    [InlineData("\"visibilityTimeout\": \"soon\"", "visibilityTimeout")]
    [InlineData("\"messageEncoding\": \"rot13\"", "messageEncoding")]
    public void A_value_that_the_host_would_refuse_is_refused_by_name(string json, string name)
    {
        var error = Assert.Throws<FormatException>(() => HostJson.Parse("{\"extensions\":{\"queues\":{" + json + "}}}"));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
