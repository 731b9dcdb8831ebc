using System.CommandLine;
using FaeRealtime.Benchmarks.Cpu;
using FaeRealtime.Benchmarks.Kernels;
using FaeRealtime.Benchmarks.Live;
using FaeRealtime.Benchmarks.Scaling;
using FaeRealtime.Benchmarks.Training;

var root = new RootCommand("Measurements beside a peer.")
{
    TrainingBenchmark.CreateCommand(),
    UpdateBenchmark.CreateCommand(),
    InputBenchmark.CreateCommand(),
    LiveBenchmark.CreateCommand(),
    CpuBenchmark.CreateCommand(),
    HeadBenchmark.CreateCommand(),
    TextToImageBenchmark.CreateCommand(),
    ImageBenchmark.CreateCommand(),
    KernelBenchmark.CreateCommand(),
    ScalingBenchmark.CreateCommand(),
};
return root.Parse(args).Invoke();
