using System.Diagnostics;
using FaeRealtime.Core.Config;
using FaeRealtime.Cpu;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>The bare matrix products of a generator's block, without anything between them: what its speed is measured against.</summary>
internal sealed unsafe class ProductRate : IDisposable
{
    private readonly Arena arena = new();
    private readonly Compute compute;
    private readonly List<PackedMatrix> matrices = [];
    private readonly int rows;
    private readonly float* input;
    private readonly float* output;

    public ProductRate(ModelConfig config, CpuModelOptions options)
    {
        compute = Compute.Of(options.Threads, options.VectorBits);
        var generator = config.Generator;
        var (width, side) = (generator.Width, config.Latent.Side / generator.PatchSize);
        var hidden = generator.HiddenWidth;
        rows = side * side;
        (int Outputs, int Depth)[] shapes = [(3 * width, width), (width, width), (generator.SwiGlu ? 2 * hidden : hidden, width), (width, hidden)];

        // As many matrices as the network has, so that they come from the same cache.
        for (var block = 0; block < generator.Depth; block++)
        {
            foreach (var (outputs, depth) in shapes)
            {
                matrices.Add(PackedMatrix.Pack(arena, compute.Kernels, new float[outputs * depth], [], depth));
            }
        }

        var widest = Math.Max(3 * width, 2 * hidden);
        input = arena.Take((long)rows * widest);
        output = arena.Take((long)rows * widest);
    }

    /// <summary>Floating-point operations of one round.</summary>
    public double Operations => matrices.Sum(matrix => 2.0 * rows * matrix.Outputs * matrix.Depth);

    /// <summary>Seconds of one round.</summary>
    public double Seconds()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var matrix in matrices)
        {
            compute.Multiply(matrix, input, matrix.Depth, rows, new Epilogue { Target = output, TargetStride = matrix.Outputs });
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        compute.Dispose();
        arena.Dispose();
    }
}
