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
    private readonly Arena _arena = new();
    private readonly Compute _compute;
    private readonly List<PackedMatrix> _matrices = [];
    private readonly int _rows;
    private readonly float* _input;
    private readonly float* _output;

    public ProductRate(ModelConfig config, CpuModelOptions options)
    {
        _compute = Compute.Of(options.Threads, options.VectorBits);
        var generator = (LightningDiTConfig)config.Generator;
        var (width, side) = (generator.Width, config.Latent.Side / generator.PatchSize);
        var hidden = generator.HiddenWidth;
        _rows = side * side;
        (int Outputs, int Depth)[] shapes = [(3 * width, width), (width, width), (generator.SwiGlu ? 2 * hidden : hidden, width), (width, hidden)];

        // As many matrices as the network has, so that they come from the same cache.
        for (var block = 0; block < generator.Depth; block++)
        {
            foreach (var (outputs, depth) in shapes)
            {
                _matrices.Add(PackedMatrix.Pack(_arena, _compute.Kernels, new float[outputs * depth], [], depth));
            }
        }

        var widest = Math.Max(3 * width, 2 * hidden);
        _input = _arena.Take((long)_rows * widest);
        _output = _arena.Take((long)_rows * widest);
    }

    /// <summary>Floating-point operations of one round.</summary>
    public double Operations => _matrices.Sum(matrix => 2.0 * _rows * matrix.Outputs * matrix.Depth);

    /// <summary>Seconds of one round.</summary>
    public double Seconds()
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var matrix in _matrices)
        {
            _compute.Multiply(matrix, _input, matrix.Depth, _rows, new Epilogue { Target = _output, TargetStride = matrix.Outputs });
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        _compute.Dispose();
        _arena.Dispose();
    }
}
