using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Tokens to cells of a finer grid, GELU, then 3×3 convolutions with GELU between them, the last of which paints each cell's square of pixels.</summary>
internal sealed unsafe class ConvolutionHead : PixelHead
{
    private readonly Compute _compute;
    private readonly ConvolutionPass _convolution;
    private readonly PackedMatrix _output;
    private readonly PackedMatrix[] _layers;
    private readonly ConvolutionPlane[] _planes;
    private readonly PixelLayout _layout;
    private readonly PixelHeadShape _shape;
    private readonly int _width;

    /// <summary>Reads the head.</summary>
    public ConvolutionHead(Compute compute, LayerReader layers, in PixelHeadShape shape, int width)
    {
        (_compute, _shape, _width) = (compute, shape, width);
        _convolution = new ConvolutionPass(compute.Pool, compute.Kernels);
        _output = layers.Linear("proj_out", shape.Outputs, width);
        _layers = new PackedMatrix[shape.Layers];
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i] = layers.Convolution($"head.{i}", shape.LayerOutputs(i), shape.Channels);
        }

        // The layers write into one and read the other, in turns.
        var side = shape.Grid * shape.Cells;
        _planes = new ConvolutionPlane[Math.Min(2, shape.Layers)];
        for (var i = 0; i < _planes.Length; i++)
        {
            _planes[i] = new ConvolutionPlane(layers.Arena, side, shape.Channels);
        }

        _layout = new PixelLayout(layers.Arena, shape.Grid * shape.Patch, shape.Stride, shape.Stride);
        Tokens = (int*)layers.Arena.Take(shape.Grid * shape.Grid);
        for (var i = 0; i < shape.Grid * shape.Grid; i++)
        {
            Tokens[i] = (int)(((i / shape.Grid * _planes[0].Pitch) + (i % shape.Grid * shape.Channels)) * shape.Cells);
        }
    }

    /// <inheritdoc/>
    public override int CellRows => _shape.Stride;

    /// <inheritdoc/>
    public override int CellColumns => _shape.Stride;

    // Where each token's first cell lies in a plane.
    private int* Tokens { get; }

    /// <inheritdoc/>
    public override bool DecodePixels(float* tokens, byte* picture)
    {
        Run(tokens, new Epilogue { Kind = EpilogueKind.Pixels, Pixels = _layout.Begin(picture) });
        return _layout.IsFinite;
    }

    /// <inheritdoc/>
    public override void Values(float* tokens, float* values) => Run(tokens, new Epilogue { Target = values, TargetStride = _layers[^1].Outputs });

    private void Run(float* tokens, in Epilogue last)
    {
        var cells = new GridTarget { Plane = _planes[0].Inside, RowOffsets = Tokens, Run = _shape.Cells * _shape.Channels, Pitch = _planes[0].Pitch };
        _compute.Multiply(_output, tokens, _width, _shape.Grid * _shape.Grid, new Epilogue { Kind = EpilogueKind.GeluCells, Cells = cells });
        for (var i = 0; i < _layers.Length - 1; i++)
        {
            _convolution.Run(_layers[i], _planes[i % 2], _planes[(i + 1) % 2]);
        }

        _convolution.Run(_layers[^1], _planes[(_layers.Length - 1) % 2], last);
    }
}
