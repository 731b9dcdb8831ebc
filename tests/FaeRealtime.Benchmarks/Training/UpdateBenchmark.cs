using System.CommandLine;
using System.Globalization;
using FaeRealtime.Benchmarks.Cpu;
using FaeRealtime.Core.Architectures;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>What follows the backward pass of a step, part by part: clipping, the one number that is read, AdamW beside TorchSharp's own, the average.</summary>
internal static class UpdateBenchmark
{
    private const double Milli = 1e3;
    private const long Plain = 12_000_000;

    public static Command CreateCommand()
    {
        var architecture = new Option<string>("--arch") { DefaultValueFactory = _ => "tiny", Description = "Whose generator." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "CPU threads." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9, Description = "Turns of each." };
        var burst = new Option<double>("--burst") { DefaultValueFactory = _ => 0.2, Description = "Seconds a turn." };
        var command = new Command("update", "The parts of an update, and the average beside one operator a tensor.") { architecture, threads, rounds, burst };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(architecture), parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(burst)));
        return command;
    }

    private static void Run(string architecture, int threads, int rounds, double burst)
    {
        torch.set_num_threads(threads);
        using var plain = AdamParts.OfWeights(Plain);
        using var update = new UpdateParts(ArchitectureCatalogue.Model(architecture).Config);
        (string Name, Samples Samples)[] parts =
        [
            ("clip", new Samples(update.Clip)),
            ("read one number", new Samples(update.ReadNumber)),
            ("AdamW", new Samples(update.Descend)),
            ("AdamW, TorchSharp's own", new Samples(update.DescendAsPublished)),
            ("AdamW, 12 million weights", new Samples(plain.Fused)),
            ("the same, TorchSharp's own", new Samples(plain.Published)),
            ("average, all at once", new Samples(update.Average)),
            ("average, one operator a tensor", new Samples(update.AverageOneByOne)),
        ];
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (_, samples) in parts)
            {
                samples.Burst(burst, keep: round > 0);
            }
        }

        Console.WriteLine($"{architecture}: {update.Tensors} tensors, {update.Parameters} parameters, {threads} threads; milliseconds, median (least)");
        foreach (var (name, samples) in parts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {samples.Median * Milli,9:0.0000} ({samples.Least * Milli:0.0000})"));
        }
    }
}
