using BenchmarkDotNet.Attributes;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>RMSNorm with adaLN's gain and shift.</summary>
public unsafe class NormKernel : KernelCase
{
    private const double Epsilon = 1e-6;

    private readonly RowNorm _norm = new(Centred: false, Epsilon);
    private RowModulation _modulation;
    private int _width;
    private float* _input;
    private float* _target;

    /// <summary>What it is run on.</summary>
    [ParamsSource(nameof(Shapes))]
    public KernelShape Shape { get; set; } = null!;

    /// <summary>Every shape that is measured.</summary>
    public static IEnumerable<KernelShape> Shapes() => KernelShape.TokenCounts.Select(tokens => new KernelShape("norm", tokens));

    /// <summary>All rows of one picture.</summary>
    [Benchmark]
    public void Normalise() => Compute.Normalise(_norm, _modulation, _input, _target, _width, Shape.Tokens);

    private protected override void Prepare()
    {
        _width = KernelShape.Generator.Width;
        _input = Place(Shape.Tokens * _width);
        _target = Arena.Take((long)Shape.Tokens * _width);
        _modulation = new RowModulation { Bases = Picture(Place(2 * _width)), Shift = _width, RowsPerImage = Shape.Tokens };
    }
}
