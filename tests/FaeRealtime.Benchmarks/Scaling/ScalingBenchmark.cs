using System.CommandLine;
using System.Globalization;
using FaeRealtime.Benchmarks.Cpu;

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
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9, Description = "Turns of each." };
        var burst = new Option<double>("--burst") { DefaultValueFactory = _ => 0.15, Description = "Seconds a turn." };
        var target = new Option<string>("--out") { DefaultValueFactory = _ => "scaling.svg", Description = "The plot." };
        var command = new Command("scaling", "The CPU engine against tokens, width, threads and batch.") { rounds, burst, target };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(burst), parsed.GetRequiredValue(target)));
        return command;
    }

    private static void Run(int rounds, double burst, string target)
    {
        List<ScalingCase> cases = [];
        try
        {
            cases.AddRange(
                from side in Sides
                from width in Widths
                from threads in Threads
                select new ScalingCase(BenchmarkModel.Config(width, Depth, width / HeadWidth, width * 8 / 3 / 16 * 16, side), threads));

            // All sizes in turns, so that what else runs for a while meets a turn of each and not one size.
            for (var round = 0; round <= rounds; round++)
            {
                cases.ForEach(one => one.Measure(burst, keep: round > 0));
            }

            Print([.. cases.Select(one => one.Point)], rounds, target);
        }
        finally
        {
            cases.ForEach(one => one.Dispose());
        }
    }

    private static void Print(List<ScalingPoint> points, int rounds, string target)
    {
        Console.WriteLine("milliseconds; tokens  width  threads  one picture, least (median)  four at once  bare products allow one");
        foreach (var point in points)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{point.Tokens,6} {point.Width,6} {point.Threads,8}  {point.Least,8:0.00} ({point.Median:0.00})  {point.Batch,8:0.00}  {point.Bound,8:0.00}"));
        }

        File.WriteAllText(target, ScalingPlot.ToSvg(points, $"{Depth} blocks, heads of {HeadWidth}, SwiGLU; least of {rounds} turns; {DateTimeOffset.UtcNow.Year}, {Environment.ProcessorCount} cores"));
    }
}
