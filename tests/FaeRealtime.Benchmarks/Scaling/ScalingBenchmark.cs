using System.CommandLine;
using System.Globalization;
using FaeRealtime.Benchmarks.Cpu;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Cpu;
using FaeRealtime.Live.Engines;

namespace FaeRealtime.Benchmarks.Scaling;

/// <summary>The CPU engine's time for one evaluation of a generator against tokens, width, threads and batch, beside what its bare matrix products allow.</summary>
internal static class ScalingBenchmark
{
    private const int Depth = 8;
    private const int HeadWidth = 64;
    private static readonly int[] Widths = [128, 192, 256, 384, 512];
    private static readonly int[] Sides = [8, 16];
    private static readonly int[] Threads = [1, 2];

    public static Command CreateCommand()
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 5, Description = "Turns of each." };
        var burst = new Option<double>("--burst") { DefaultValueFactory = _ => 0.2, Description = "Seconds a turn." };
        var target = new Option<string>("--out") { DefaultValueFactory = _ => "scaling.svg", Description = "The plot." };
        var command = new Command("scaling", "The CPU engine against tokens, width, threads and batch.") { rounds, burst, target };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(burst), parsed.GetRequiredValue(target)));
        return command;
    }

    private static int Run(int rounds, double burst, string target)
    {
        List<ScalingPoint> points = [];
        Console.WriteLine("tokens  width  threads  ms, median (least)  two pictures at once  bare products allow");
        foreach (var side in Sides)
        {
            foreach (var width in Widths)
            {
                foreach (var threads in Threads)
                {
                    points.Add(Measure(side, width, threads, rounds, burst));
                    var (point, ms) = (points[^1], points[^1].Milliseconds);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"{point.Tokens,6} {width,6} {threads,8}  {ms,8:0.00} ({point.Least:0.00})  {point.Two,8:0.00}  {point.Bound,8:0.00}"));
                }
            }
        }

        File.WriteAllText(target, ScalingPlot.ToSvg(points, $"{Depth} blocks, heads of {HeadWidth}, SwiGLU; {DateTimeOffset.UtcNow.Year}, {Environment.ProcessorCount} cores"));
        return 0;
    }

    private static ScalingPoint Measure(int side, int width, int threads, int rounds, double burst)
    {
        var config = BenchmarkModel.Config(width, Depth, width / HeadWidth, width * 8 / 3 / 16 * 16, side);
        var folder = Directory.CreateTempSubdirectory("fae-scaling-");
        try
        {
            var model = BenchmarkModel.Create(Path.Combine(folder.FullName, "model"), config);
            using var engine = new EngineClock(CpuFrameEngine.Open(new CpuEngineOptions(model) { Threads = threads }));
            using var products = new ProductRate(config, new CpuModelOptions { Threads = threads });
            Samples one = new(engine.Step), two = new(engine.GuidedStep), bare = new(products.Seconds);
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var samples in new[] { one, two, bare })
                {
                    samples.Burst(burst, keep: round > 0);
                }
            }

            var bound = ForwardWork.Of(config.Generator, config.Latent) / (products.Operations / bare.Least);
            return new ScalingPoint(side * side, width, threads, one.Median * 1e3, one.Least * 1e3, two.Median * 1e3, bound * 1e3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
