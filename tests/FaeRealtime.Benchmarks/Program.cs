using System.CommandLine;
using FaeRealtime.Benchmarks.Cpu;
using FaeRealtime.Benchmarks.Live;
using FaeRealtime.Benchmarks.Scaling;
using FaeRealtime.Benchmarks.Training;

var root = new RootCommand("Measurements beside a peer.") { TrainingBenchmark.CreateCommand(), LiveBenchmark.CreateCommand(), CpuBenchmark.CreateCommand(), ScalingBenchmark.CreateCommand() };
return root.Parse(args).Invoke();
