using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>The heads of a pixel decoder of 6 blocks of width 256 for 128 pixels, each beside the bare products of its own sizes, in turns.</summary>
internal static class HeadBenchmark
{
    private const double Giga = 1e9;
    private const int Grid = 8;
    private const int ImageSize = 128;

    private static readonly (string Name, PixelDecoderConfig Decoder)[] Heads =
    [
        ("linear", Decoder()),
        ("overlap", Decoder() with { Head = PixelHeadKind.Overlap }),
        ("convolution, stride 2, 32 channels, 2 layers", Decoder() with { Head = PixelHeadKind.Convolution }),
        ("convolution, stride 2, 32 channels, 3 layers", Decoder() with { Head = PixelHeadKind.Convolution, HeadLayers = 3 }),
        ("convolution, stride 4, 64 channels, 2 layers", Decoder() with { Head = PixelHeadKind.Convolution, HeadStride = 4, HeadChannels = 64 }),
    ];

    public static Command CreateCommand()
    {
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Turns of each." };
        var burst = new Option<double>("--burst") { DefaultValueFactory = _ => 0.3, Description = "Seconds a turn." };
        var command = new Command("heads", "The pixel decoder's heads beside their own bare products.") { threads, rounds, burst };
        command.SetAction(parsed => Run(parsed.GetValue(threads), parsed.GetValue(rounds), parsed.GetValue(burst)));
        return command;
    }

    private static PixelDecoderConfig Decoder() => new() { ImageSize = ImageSize, Width = 256, Depth = 6, Heads = 4 };

    private static int Run(int threads, int rounds, double burst)
    {
        Console.WriteLine(FormattableString.Invariant($"{threads} threads, {rounds} turns of {burst} s; ms: median (least)"));
        foreach (var (name, decoder) in Heads)
        {
            var folder = Directory.CreateTempSubdirectory("fae-heads-");
            try
            {
                Measure(name, decoder, Path.Combine(folder.FullName, "pixel-decoder.safetensors"), threads, rounds, burst);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return 0;
    }

    private static void Measure(string name, PixelDecoderConfig decoder, string path, int threads, int rounds, double burst)
    {
        var config = BenchmarkModel.Config(decoder.Width, 1, decoder.Heads, decoder.HiddenWidth, Grid) with { PixelDecoder = decoder };
        using (var network = ModelNetworks.Create(config, ModelParts.PixelDecoder))
        {
            RandomWeights.Draw(network, 1);
            ModuleCheckpoint.Save(network, path);
        }

        using var compute = Compute.Start(threads);
        using var arena = new Arena();
        using var painter = CpuPixelDecoder.Open(compute, path, decoder, config.Encoder.FeatureWidth, Grid);
        var clock = new HeadClock(compute, arena, painter, decoder, config.Encoder.FeatureWidth);
        Samples whole = new(clock.Decoder), head = new(clock.Head), bare = new(clock.Products);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var samples in new[] { whole, head, bare })
            {
                samples.Burst(burst, keep: round > 0);
            }
        }

        var all = (double)ForwardWork.Of(decoder, config.Latent, config.Encoder.FeatureWidth);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: decoder {whole.Median * 1e3:f2} ({whole.Least * 1e3:f2}), {all / Giga:f2} GFLOP; head {head.Median * 1e3:f3} ({head.Least * 1e3:f3}), {clock.Operations / Giga:f3} GFLOP at {clock.Operations / head.Least / Giga:f0} GFLOP/s; bare products {bare.Median * 1e3:f3} ({bare.Least * 1e3:f3}); share {bare.Median / head.Median:p0}, of the least {bare.Least / head.Least:p0}"));
    }

    private sealed unsafe class HeadClock
    {
        private readonly Compute _compute;
        private readonly CpuPixelDecoder _painter;
        private readonly List<(PackedMatrix Matrix, int Rows)> _products = [];
        private readonly byte[] _picture;

        public HeadClock(Compute compute, Arena arena, CpuPixelDecoder painter, PixelDecoderConfig decoder, int featureWidth)
        {
            (_compute, _painter, _picture) = (compute, painter, new byte[decoder.ImageSize * decoder.ImageSize * 4]);
            var shape = decoder.HeadShape(Grid);
            var (tokens, cells) = (Grid * Grid, Grid * Grid * shape.Cells * shape.Cells);
            Add(arena, tokens, shape.Outputs, decoder.Width);
            for (var i = 0; i < shape.Layers; i++)
            {
                Add(arena, cells, shape.LayerOutputs(i), 9 * shape.Channels);
            }

            Features = arena.Copy([.. Enumerable.Range(0, tokens * featureWidth).Select(i => MathF.Sin(i))]);
            Tokens = arena.Copy([.. Enumerable.Range(0, tokens * decoder.Width).Select(i => MathF.Sin(i))]);
            Input = arena.Take(_products.Max(product => (long)product.Rows * product.Matrix.Depth));
            Output = arena.Take(_products.Max(product => (long)product.Rows * product.Matrix.Outputs));
        }

        public double Operations => _products.Sum(product => 2.0 * product.Rows * product.Matrix.Outputs * product.Matrix.Depth);

        private float* Features { get; }

        private float* Tokens { get; }

        private float* Input { get; }

        private float* Output { get; }

        public double Decoder()
        {
            var started = Stopwatch.GetTimestamp();
            _painter.Decode(Features, _picture);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public double Head()
        {
            var started = Stopwatch.GetTimestamp();
            fixed (byte* picture = _picture)
            {
                _painter.Head.DecodePixels(Tokens, picture);
            }

            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public double Products()
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var (matrix, rows) in _products)
            {
                _compute.Multiply(matrix, Input, matrix.Depth, rows, new Epilogue { Target = Output, TargetStride = matrix.Outputs });
            }

            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        private void Add(Arena arena, int rows, int outputs, int depth) =>
            _products.Add((PackedMatrix.Pack(arena, _compute.Kernels, new float[outputs * depth], [], depth), rows));
    }
}
