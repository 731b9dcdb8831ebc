using System.CommandLine;
using FaeRealtime.Benchmarks.Training;

var root = new RootCommand("Measurements beside a peer.") { TrainingBenchmark.CreateCommand() };
return root.Parse(args).Invoke();
