using System.CommandLine;
using Handraiser.Benchmarks;

var root = new RootCommand("Measures Handraiser: what it is worth on real data, and how fast it is.");
root.Subcommands.Add(EngineBenchmark.Create());
root.Subcommands.Add(LapseBenchmark.Create());
root.Subcommands.Add(TablesBenchmark.Create());
root.Subcommands.Add(IntakeBenchmark.Create());
root.Subcommands.Add(CostBenchmark.Create());
root.Subcommands.Add(PipelineBenchmark.Create());
root.Subcommands.Add(Handraiser.Benchmarks.Pipeline.HostChild.Create());
root.Subcommands.Add(LeadsBenchmark.Create());
root.Subcommands.Add(FaultsBenchmark.Create());
root.Subcommands.Add(ScaleBenchmark.Create());
root.Subcommands.Add(SoakBenchmark.Create());
root.Subcommands.Add(Handraiser.Benchmarks.Soak.SoakHost.Create());
root.Subcommands.Add(EvaluationReport.Create());
return root.Parse(args).Invoke();
