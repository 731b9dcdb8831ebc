using BenchmarkDotNet.Attributes;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>RMSNorm with adaLN's gain and shift.</summary>
public unsafe class NormKernel : KernelCase
{
    private const double Epsilon = 1e-6;

    private readonly RowNorm norm = new(Centred: false, Epsilon);
    private RowModulation modulation;
    private int width;
    private float* input;
    private float* target;

    /// <summary>What it is run on.</summary>
    [ParamsSource(nameof(Shapes))]
    public KernelShape Shape { get; set; } = null!;

    /// <summary>Every shape that is measured.</summary>
    public static IEnumerable<KernelShape> Shapes() => KernelShape.TokenCounts.Select(tokens => new KernelShape("norm", tokens));

    /// <summary>All rows of one picture.</summary>
    [Benchmark]
    public void Normalise() => Compute.Normalise(norm, modulation, input, target, width, Shape.Tokens);

    private protected override void Prepare()
    {
        width = KernelShape.Generator.Width;
        input = Place(Shape.Tokens * width);
        target = Arena.Take((long)Shape.Tokens * width);
        modulation = new RowModulation { Bases = Picture(Place(2 * width)), Shift = width, RowsPerPicture = Shape.Tokens };
    }
}
