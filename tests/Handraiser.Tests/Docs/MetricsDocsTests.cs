using System.Diagnostics.Metrics;
using Handraiser.Functions;
using Handraiser.Tests.Playbooks;
using Xunit;

namespace Handraiser.Tests.Docs;

/// <summary>An operator finds in <c>docs/operate.md</c> whatever the application measures.</summary>
public sealed class MetricsDocsTests
{
    [Fact]
    public void Every_metric_is_explained_and_says_what_it_means()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Meters.Name) instruments.Add(instrument);
            },
        };
        Meters.Accepted.Add(0);
        listener.Start();

        var page = File.ReadAllText(Path.Combine(Golden.Root, "docs/operate.md"));
        Assert.True(instruments.Count > 10);
        Assert.All(instruments, i => Assert.Contains($"`{i.Name}`", page, StringComparison.Ordinal));
        Assert.All(instruments, i => Assert.False(string.IsNullOrEmpty(i.Description), i.Name));
        Assert.Empty(Names.Metrics.All.Except(instruments.Select(i => i.Name)));
    }

    /// <summary>What the runbook leaves out would stay behind.</summary>
    [Fact]
    public void To_move_storage_names_every_table_and_container()
    {
        var runbook = File.ReadAllText(Path.Combine(Golden.Root, "docs/operate.md")).Split("\n## Move storage")[1].Split("\n## ")[0];

        Assert.All([.. Names.Tables.All, .. Names.Containers.All], name => Assert.Contains($"`{name}`", runbook, StringComparison.Ordinal));
    }
}
