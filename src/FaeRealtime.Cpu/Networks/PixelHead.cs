using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>From the tokens of the pixel decoder's last norm to a picture.</summary>
internal abstract unsafe class PixelHead
{
    /// <summary>Values come in cells of this many rows of pixels.</summary>
    public abstract int CellRows { get; }

    /// <summary>And this many columns.</summary>
    public abstract int CellColumns { get; }

    /// <summary>Reads a head.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="layers">The pixel decoder's file.</param>
    /// <param name="shape">The head's sizes.</param>
    /// <param name="width">Token width.</param>
    public static PixelHead Read(Compute compute, LayerReader layers, in PixelHeadShape shape, int width) => shape.Kind switch
    {
        PixelHeadKind.Overlap => new OverlapHead(compute, layers, shape, width),
        PixelHeadKind.Convolution => new ConvolutionHead(compute, layers, shape, width),
        _ => new LinearHead(compute, layers, shape, width),
    };

    /// <summary>Decodes one image.</summary>
    /// <param name="tokens">Normed tokens <c>[T, width]</c>.</param>
    /// <param name="picture">Receives <c>[H, W, 4]</c>, opaque already.</param>
    /// <returns>False when a value is not finite.</returns>
    public abstract bool DecodePixels(float* tokens, byte* picture);

    /// <summary>The values before they become bytes.</summary>
    /// <param name="tokens">Normed tokens <c>[T, width]</c> of one picture.</param>
    /// <param name="values">Receives <c>[H/rows, W/columns, rows, columns, 3]</c> in cells of <see cref="CellRows"/> × <see cref="CellColumns"/>.</param>
    public abstract void Values(float* tokens, float* values);
}

/// <summary>The paper's: a linear map from each token to its patch, which goes straight to RGBA8.</summary>
internal sealed unsafe class LinearHead(Compute compute, LayerReader layers, in PixelHeadShape shape, int width) : PixelHead
{
    private readonly PackedMatrix _output = layers.Linear("proj_out", shape.Outputs, width);
    private readonly PixelLayout _layout = new(layers.Arena, shape.Grid * shape.Patch, shape.Patch, shape.Patch);
    private readonly int _patch = shape.Patch;
    private readonly int _tokens = shape.Grid * shape.Grid;

    /// <inheritdoc/>
    public override int CellRows => _patch;

    /// <inheritdoc/>
    public override int CellColumns => _patch;

    /// <inheritdoc/>
    public override bool DecodePixels(float* tokens, byte* picture)
    {
        compute.Multiply(_output, tokens, width, _tokens, new Epilogue { Kind = EpilogueKind.Pixels, Pixels = _layout.Begin(picture) });
        return _layout.IsFinite;
    }

    /// <inheritdoc/>
    public override void Values(float* tokens, float* values) =>
        compute.Multiply(_output, tokens, width, _tokens, new Epilogue { Target = values, TargetStride = _output.Outputs });
}
