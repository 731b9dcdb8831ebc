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

    private PixelLayout _layout = null!;
    private float* _values;
    private byte* _picture;
    private int _patchValues;

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
        _patchValues = patch * patch * Colours;
        _layout = new PixelLayout(Arena, grid * patch, patch, patch);
        _values = Arena.Copy([.. Enumerable.Range(0, Shape.Tokens * _patchValues).Select(i => i % 256 / 255f)]);
        _picture = (byte*)Arena.Take((long)grid * patch * grid * patch);
    }

    /// <summary>Gives the memory back.</summary>
    [GlobalCleanup]
    public void Close() => Arena.Dispose();

    /// <summary>All patches of one picture.</summary>
    [Benchmark]
    public void Paint()
    {
        var target = _layout.Begin(_picture);
        for (var row = 0; row < Shape.Tokens; row++)
        {
            PixelRows.Write(target, _values + ((nint)row * _patchValues), row, 0, _patchValues);
        }
    }
}
