using System.Diagnostics;
using FaeRealtime.Core.Config;
using FaeRealtime.Cpu;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>The bare matrix products of a generator's blocks, without anything between them: what its speed is measured against.</summary>
internal sealed unsafe class ProductRate : IDisposable
{
    private readonly Arena _arena = new();
    private readonly Compute _compute;
    private readonly List<(PackedMatrix Matrix, int Rows)> _products = [];
    private readonly float* _input;
    private readonly float* _output;

    /// <summary>Prepares products.</summary>
    /// <param name="shapes">One after the other, each with a matrix of its own, so that they come from the same cache as the network's.</param>
    /// <param name="options">Threads and vectors.</param>
    public ProductRate(IReadOnlyList<ProductShape> shapes, CpuModelOptions options)
    {
        _compute = Compute.Of(options.Threads, options.VectorBits);
        foreach (var (rows, outputs, depth) in shapes)
        {
            _products.Add((PackedMatrix.Pack(_arena, _compute.Kernels, new float[outputs * depth], [], depth), rows));
        }

        _input = _arena.Take(shapes.Max(shape => (long)shape.Rows * shape.Depth));
        _output = _arena.Take(shapes.Max(shape => (long)shape.Rows * shape.Outputs));
    }

    /// <summary>Those of a model's generator.</summary>
    public static ProductRate Of(ModelConfig config, CpuModelOptions options)
    {
        var generator = (LightningDiTConfig)config.Generator;
        var side = config.Latent.Side / generator.PatchSize;
        var block = Block(side * side, generator.Width, generator.HiddenWidth, generator.SwiGlu);
        return new ProductRate([.. Enumerable.Range(0, generator.Depth).SelectMany(_ => block)], options);
    }

    /// <summary>Those of a text-to-image generator, in the order of its blocks.</summary>
    public static ProductRate Of(MMDiTConfig generator, LatentConfig latent, CpuModelOptions options)
    {
        var side = latent.Side / generator.PatchSize;
        var image = Block(side * side, generator.Width, generator.HiddenWidth, generator.SwiGlu);
        var text = Block(generator.TextTokens, generator.Width, generator.HiddenWidth, generator.SwiGlu);
        List<ProductShape> shapes = [];
        for (var block = 0; block < generator.Depth; block++)
        {
            var last = block == generator.Depth - 1;
            shapes.AddRange([text[0], image[0], .. last ? [] : text[1..], image[1]]);
            shapes.AddRange(generator.SelfAttentionBlocks.Contains(block) ? image[..2] : []);
            shapes.AddRange(image[2..]);
        }

        return new ProductRate(shapes, options);
    }

    /// <summary>Floating-point operations of one round.</summary>
    public double Operations => _products.Sum(product => 2.0 * product.Rows * product.Matrix.Outputs * product.Matrix.Depth);

    /// <summary>Seconds of one round.</summary>
    public double Seconds()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var (matrix, rows) in _products)
        {
            _compute.Multiply(matrix, _input, matrix.Depth, rows, new Epilogue { Target = _output, TargetStride = matrix.Outputs });
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        _compute.Dispose();
        _arena.Dispose();
    }

    private static ProductShape[] Block(int rows, int width, int hidden, bool gated) =>
        [new(rows, 3 * width, width), new(rows, width, width), new(rows, gated ? 2 * hidden : hidden, width), new(rows, width, hidden)];
}

/// <summary>The sizes of a product.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Outputs">Columns of the result.</param>
/// <param name="Depth">Length of a sum.</param>
internal readonly record struct ProductShape(int Rows, int Outputs, int Depth);
