using BenchmarkDotNet.Attributes;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>Attention with rotary positions, packing included.</summary>
public unsafe class AttentionKernel : KernelCase
{
    private AttentionPass _attention = null!;
    private HeadPlacement _heads;
    private float* _merged;
    private float* _target;

    /// <summary>What it is run on.</summary>
    [ParamsSource(nameof(Shapes))]
    public KernelShape Shape { get; set; } = null!;

    /// <summary>Every shape that is measured.</summary>
    public static IEnumerable<KernelShape> Shapes() =>
        KernelShape.TokenCounts.Select(tokens => new KernelShape("attention", tokens, 4.0 * tokens * tokens * KernelShape.Generator.Width));

    /// <summary>All heads of one picture.</summary>
    [Benchmark]
    public void Attend() => _attention.Run(_heads, _merged, 3 * _attention.Shape.Width, _target, 1);

    private protected override void Prepare()
    {
        var generator = KernelShape.Generator;
        var shape = new AttentionShape(Shape.Tokens, generator.Heads, generator.Width / generator.Heads);
        _attention = new AttentionPass(Compute, Arena, shape);
        _heads = new HeadPlacement(null, null, RotaryTable.Of(Arena, shape.HeadWidth, (int)Math.Sqrt(shape.Tokens)), (float)(1 / Math.Sqrt(shape.HeadWidth)));
        _merged = Place(shape.Tokens * 3 * shape.Width);
        _target = Arena.Take((long)shape.Tokens * shape.Width);
    }
}
