using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Engines;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>The CPU engine beside the torch engine on the same weights, in turns, and beside its own bare matrix products.</summary>
internal static class CpuBenchmark
{
    private const double Giga = 1e9;

    public static Command CreateCommand()
    {
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of both." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Turns of each." };
        var burst = new Option<double>("--burst") { DefaultValueFactory = _ => 0.3, Description = "Seconds a turn." };
        var model = new Option<string>("--model") { DefaultValueFactory = _ => "content/default", Description = "A model folder, measured besides the drawn sizes." };
        var bits = new Option<int?>("--bits") { Description = "Vector bits of the CPU engine, 256 or 512." };
        var sizes = new Option<bool>("--sizes") { DefaultValueFactory = _ => true, Description = "Whether drawn sizes are measured besides the model." };
        var command = new Command("cpu", "The CPU engine beside the torch engine.") { threads, rounds, burst, model, bits, sizes };
        command.SetAction(parsed => Run(
            parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(burst), parsed.GetRequiredValue(model), parsed.GetValue(bits), parsed.GetValue(sizes)));
        return command;
    }

    private static int Run(int threads, int rounds, double burst, string model, int? bits, bool drawn)
    {
        Console.WriteLine(FormattableString.Invariant($"{threads} threads, {rounds} turns of {burst} s; ms: median (least); ratio: of medians, from the worst to the best turn"));
        Measure(ModelFolder.Open(model), threads, rounds, burst, bits);
        (int Width, int Depth, int Heads, int Hidden, int Side)[] sizes = [(256, 8, 4, 704, 8), (256, 8, 4, 704, 16), (384, 12, 6, 1024, 8), (384, 12, 6, 1024, 16)];
        foreach (var (width, depth, heads, hidden, side) in drawn ? sizes : [])
        {
            var folder = Directory.CreateTempSubdirectory("fae-bench-");
            try
            {
                Measure(BenchmarkModel.Create(Path.Combine(folder.FullName, "model"), BenchmarkModel.Config(width, depth, heads, hidden, side)), threads, rounds, burst, bits);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return 0;
    }

    private static void Measure(ModelFolder folder, int threads, int rounds, double burst, int? bits)
    {
        using var own = new EngineClock(CpuFrameEngine.Open(new CpuEngineOptions(folder) { Threads = threads, VectorBits = bits }));
        using var peer = new EngineClock(TorchFrameEngine.Open(new TorchEngineOptions(folder, torch.CPU) { Threads = threads }));
        using var products = ProductRate.Of(folder.Config, new CpuModelOptions { Threads = threads, VectorBits = bits });
        Samples ownStep = new(own.Step), peerStep = new(peer.Step), ownDecode = new(own.Decode), peerDecode = new(peer.Decode), bare = new(products.Seconds);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var samples in new[] { ownStep, peerStep, ownDecode, peerDecode, bare })
            {
                samples.Burst(burst, keep: round > 0);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder.Config.Name}: {own.Device} | {peer.Device}"));
        Print("generator step", ownStep, peerStep);
        Print("both decoders", ownDecode, peerDecode);
        var operations = (double)ForwardWork.Of((LightningDiTConfig)folder.Config.Generator, folder.Config.Latent);
        var (network, product) = (operations / ownStep.Median, products.Operations / bare.Median);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  generator {network / Giga:f0} GFLOP/s (best {operations / ownStep.Least / Giga:f0}); bare products {product / Giga:f0} (best {products.Operations / bare.Least / Giga:f0}); share {network / product:p0} (of the best {bare.Least / ownStep.Least * operations / products.Operations:p0})"));
    }

    private static void Print(string what, Samples own, Samples peer)
    {
        List<double> ratios = [.. own.Bursts.Zip(peer.Bursts, (ours, theirs) => theirs / ours).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what}: {own.Median * 1e3:f2} ({own.Least * 1e3:f2}) | {peer.Median * 1e3:f2} ({peer.Least * 1e3:f2}); ratio {peer.Median / own.Median:f2}, {ratios[0]:f2} to {ratios[^1]:f2}, of the least {peer.Least / own.Least:f2}"));
    }
}
