using BenchmarkDotNet.Attributes;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Networks;

namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>A picture's patches to RGBA8. Scalar, so there are no bits to choose.</summary>
public unsafe class PixelKernel
{
    private const int Colours = 3;

    private PixelLayout layout = null!;
    private float* values;
    private byte* picture;
    private int patchValues;

    private Arena Arena { get; set; } = null!;

    /// <summary>What it is run on.</summary>
    [ParamsSource(nameof(Shapes))]
    public KernelShape Shape { get; set; } = null!;

    /// <summary>Every shape that is measured.</summary>
    public static IEnumerable<KernelShape> Shapes() => KernelShape.TokenCounts.Select(tokens => new KernelShape("pixels", tokens));

    /// <summary>Makes room and draws values.</summary>
    [GlobalSetup]
    public void Open()
    {
        var model = ArchitectureCatalogue.Model("tiny").Config;
        var (grid, patch) = ((int)Math.Sqrt(Shape.Tokens), model.PixelDecoder.ImageSize / model.Latent.Side);
        Arena = new Arena();
        patchValues = patch * patch * Colours;
        layout = new PixelLayout(Arena, grid * patch, grid, classRows: 0);
        values = Arena.Copy([.. Enumerable.Range(0, Shape.Tokens * patchValues).Select(i => i % 256 / 255f)]);
        picture = (byte*)Arena.Take((long)grid * patch * grid * patch);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Close() => Arena.Dispose();

    /// <summary>All patches of one picture.</summary>
    [Benchmark]
    public void Paint()
    {
        var target = layout.Begin(picture);
        for (var row = 0; row < Shape.Tokens; row++)
        {
            PixelRows.Paint(target, values + ((nint)row * patchValues), row, 0, patchValues);
        }
    }
}
