using BenchmarkDotNet.Attributes;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>The matrix products of a block, each with what is fused into it.</summary>
public unsafe class ProductKernel : KernelCase
{
    private PackedMatrix _matrix = null!;
    private float* _input;
    private Epilogue _epilogue;

    /// <summary>What it is run on.</summary>
    [ParamsSource(nameof(Shapes))]
    public ProductShape Shape { get; set; } = null!;

    /// <summary>Every shape that is measured.</summary>
    public static IEnumerable<ProductShape> Shapes()
    {
        var (width, hidden) = (KernelShape.Generator.Width, KernelShape.Generator.HiddenWidth);
        foreach (var tokens in KernelShape.TokenCounts)
        {
            yield return new ProductShape("queries, keys, values", tokens, 3 * width, width, ProductKind.Plain);
            yield return new ProductShape("projection", tokens, width, width, ProductKind.Added);
            yield return new ProductShape("gated", tokens, hidden, width, ProductKind.Gated);
            yield return new ProductShape("back", tokens, width, hidden, ProductKind.Added);
        }
    }

    /// <summary>The product and what is fused into it.</summary>
    [Benchmark]
    public void Multiply() => Compute.Multiply(_matrix, _input, Shape.Depth, Shape.Tokens, _epilogue);

    private protected override void Prepare()
    {
        var gated = Shape.Kind == ProductKind.Gated;
        var rows = gated ? 2 * Shape.Outputs : Shape.Outputs;
        _matrix = PackedMatrix.Pack(Arena, Compute.Kernels, Draw(rows * Shape.Depth), Draw(rows), Shape.Depth, gated);
        _input = Place(Shape.Tokens * Shape.Depth);
        var target = Arena.Take((long)Shape.Tokens * Shape.Outputs);
        _epilogue = new Epilogue { Kind = gated ? EpilogueKind.SwiGlu : EpilogueKind.None, Target = target, TargetStride = Shape.Outputs };
        if (Shape.Kind == ProductKind.Added)
        {
            // Gates of zero, so that the stream stays where it is however often it is added to.
            _epilogue.Kind = EpilogueKind.Residual;
            _epilogue.Residual = target;
            _epilogue.ResidualStride = Shape.Outputs;
            _epilogue.Gates = Picture(Arena.Take(Shape.Outputs));
            _epilogue.RowsPerImage = Shape.Tokens;
        }
    }
}
