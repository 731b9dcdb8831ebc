using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Noise;
using FaeRealtime.Cpu;
using FaeRealtime.Cpu.Networks.TextToImage;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Generators.TextToImage;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>A text-to-image generator in the CPU engine beside its TorchSharp twin on the same weights, in turns, and beside its own bare matrix products.</summary>
internal static class TextToImageBenchmark
{
    private const double Giga = 1e9;

    private static readonly LatentConfig Latent = new() { Channels = 32, Side = 8 };

    private static readonly (string Name, MMDiTConfig Generator)[] Generators =
    [
        ("the paper's switches", Sized() with { SwiGlu = true, TextPositions = true, QkvBias = false, ProjectionBias = false, TimeScale = 1 }),
        ("SD3.5's, half the blocks with a second attention", Sized() with { QkNorm = NormKind.RmsNorm, PooledWidth = 256, SelfAttentionBlocks = [0, 1, 2, 3] }),
    ];

    public static Command CreateCommand()
    {
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of both." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Turns of each." };
        var burst = new Option<double>("--burst") { DefaultValueFactory = _ => 0.3, Description = "Seconds a turn." };
        var command = new Command("text", "A text-to-image generator of 8 blocks of 256, 64 image and 24 text tokens, beside TorchSharp's and its own bare products.") { threads, rounds, burst };
        command.SetAction(parsed => Run(parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(burst)));
        return command;
    }

    private static MMDiTConfig Sized() => new() { Width = 256, Depth = 8, Heads = 4, TextWidth = 512, TextTokens = 24 };

    private static int Run(int threads, int rounds, double burst)
    {
        torch.set_num_threads(threads);
        Console.WriteLine(FormattableString.Invariant($"{threads} threads, {rounds} turns of {burst} s; ms: median (least)"));
        foreach (var (name, generator) in Generators)
        {
            var folder = Directory.CreateTempSubdirectory("fae-text-");
            try
            {
                Measure(name, generator, Path.Combine(folder.FullName, "generator.safetensors"), threads, rounds, burst);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return 0;
    }

    private static void Measure(string name, MMDiTConfig config, string path, int threads, int rounds, double burst)
    {
        using var peer = new MMDiT(config, Latent);
        peer.Initialise(1);
        ModuleCheckpoint.Save(peer, path);
        using var compute = Compute.Start(threads);
        using var own = CpuMMDiT.Open(compute, path, config, Latent);
        using var products = ProductRate.Of(config, Latent, new CpuModelOptions { Threads = threads });
        using var clock = new TextClock(own, peer);
        Samples step = new(clock.Own), theirs = new(clock.Peer), bare = new(products.Seconds);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var samples in new[] { step, theirs, bare })
            {
                samples.Burst(burst, keep: round > 0);
            }
        }

        var work = (double)ForwardWork.Of(config, Latent);
        var share = work / products.Operations * bare.Median / step.Median;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {step.Median * 1e3:f2} ({step.Least * 1e3:f2}) | TorchSharp {theirs.Median * 1e3:f2} ({theirs.Least * 1e3:f2}), ratio {theirs.Median / step.Median:f2}; {work / Giga:f3} GFLOP, {work / step.Least / Giga:f0} GFLOP/s; bare products {products.Operations / bare.Least / Giga:f0}; share {share:p0}, of the least {work / products.Operations * bare.Least / step.Least:p0}"));
    }

    private sealed class TextClock : IDisposable
    {
        private readonly CpuMMDiT _own;
        private readonly MMDiT _peer;
        private readonly float[] _x;
        private readonly float[] _tokens;
        private readonly float[] _pooled;
        private readonly float[] _result;
        private readonly torch.Tensor _latents;
        private readonly GuidedInputs _condition;

        public TextClock(CpuMMDiT own, MMDiT peer)
        {
            var config = own.Config;
            (_own, _peer, _result) = (own, peer, new float[own.LatentLength]);
            (_x, _tokens, _pooled) = (Noise(1, own.LatentLength), Noise(2, config.TextTokens * config.TextWidth), Noise(3, config.PooledWidth ?? 0));
            _latents = torch.tensor(_x, [1, Latent.Channels, Latent.Side, Latent.Side]); // [1, C, h, w]
            var pooled = config.PooledWidth is { } width ? torch.tensor(_pooled, [1, width]) : null; // [1, P]
            _condition = new GuidedInputs(new GeneratorInputs { Text = torch.tensor(_tokens, [1, config.TextTokens, config.TextWidth]), Pooled = pooled }); // [1, L, W]
        }

        /// <summary>One step without guidance.</summary>
        public double Own()
        {
            var started = Stopwatch.GetTimestamp();
            _own.Reserve(1);
            _own.Place(0, _x, 0.75 * _own.Config.TimeScale, _tokens, _pooled);
            _own.Run();
            _own.Read(0, _result);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public double Peer()
        {
            var started = Stopwatch.GetTimestamp();
            using var velocity = new InputField(_peer).Velocity(_latents, 0.75, 0, _condition, 1);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public void Dispose()
        {
            _latents.Dispose();
            _condition.Wanted.Text!.Dispose();
            _condition.Wanted.Pooled?.Dispose();
        }

        private static float[] Noise(ulong stream, int length)
        {
            var values = new float[length];
            PhiloxNoise.FillNormal(3, stream, 0, values);
            return values;
        }
    }
}
