using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Patches wider than their stride: one product, then every row of pixels is the windowed sum of the patches that reach it.</summary>
internal sealed unsafe class OverlapHead : PixelHead, IChunkedWork
{
    private const int Colours = 3;

    // Rows of pixels in a piece.
    private const int BandRows = 4;

    private readonly Compute _compute;
    private readonly PixelHeadShape _shape;
    private readonly PackedMatrix _output;
    private readonly PixelLayout _layout;
    private readonly float[] _window;
    private readonly int _width;
    private readonly int _side;
    private PixelTarget _pixels;

    /// <summary>Reads the head.</summary>
    public OverlapHead(Compute compute, LayerReader layers, in PixelHeadShape shape, int width)
    {
        (_compute, _shape, _width, _side) = (compute, shape, width, shape.Grid * shape.Patch);
        _output = layers.Linear("proj_out", shape.Outputs, width);
        _layout = new PixelLayout(layers.Arena, _side, 1, _side);
        _window = shape.Window();
        Columns = layers.Arena.Copy([.. _window.SelectMany(weight => Enumerable.Repeat(weight, Colours))]);
        Patches = layers.Arena.Take((long)shape.Grid * shape.Grid * shape.Outputs);
        Scratch = layers.Arena.Take((long)compute.Pool.Threads * RowLength);
    }

    /// <inheritdoc/>
    public override int CellRows => 1;

    /// <inheritdoc/>
    public override int CellColumns => _side;

    private int RowLength => _side * Colours;

    // The window along a row of pixels, each weight once a colour.
    private float* Columns { get; }

    private float* Patches { get; }

    private float* Scratch { get; }

    private float* Target { get; set; }

    /// <inheritdoc/>
    public override bool DecodePixels(float* tokens, byte* picture)
    {
        _pixels = _layout.Begin(picture);
        Target = null;
        Run(tokens);
        return _layout.IsFinite;
    }

    /// <inheritdoc/>
    public override void Values(float* tokens, float* values)
    {
        Target = values;
        Run(tokens);
    }

    /// <summary>Some rows of pixels.</summary>
    public void Run(int chunk, int worker)
    {
        var end = Math.Min(_side, (chunk + 1) * BandRows);
        for (var y = chunk * BandRows; y < end; y++)
        {
            if (Target != null)
            {
                Blend(y, Target + ((nint)y * RowLength));
                continue;
            }

            var row = Scratch + ((nint)worker * RowLength);
            Blend(y, row);
            PixelRows.Write(_pixels, row, y, 0, RowLength);
        }
    }

    private void Run(float* tokens)
    {
        _compute.Multiply(_output, tokens, _width, _shape.Grid * _shape.Grid, new Epilogue { Target = Patches, TargetStride = _shape.Outputs });
        _compute.Pool.Run(this, (_side + BandRows - 1) / BandRows);
    }

    // At most the patches of the row's own tokens and those above or below reach it.
    private void Blend(int y, float* sums)
    {
        new Span<float>(sums, RowLength).Clear();
        var own = y / _shape.Patch;
        for (var token = Math.Max(0, own - 1); token <= Math.Min(_shape.Grid - 1, own + 1); token++)
        {
            var inside = y - (token * _shape.Patch) + _shape.Overlap;
            if (inside >= 0 && inside < _shape.Reach)
            {
                Add(token, inside, _window[(token * _shape.Reach) + inside], sums);
            }
        }
    }

    private void Add(int tokenRow, int inside, float weight, float* sums)
    {
        for (var column = 0; column < _shape.Grid; column++)
        {
            var left = (column * _shape.Patch) - _shape.Overlap;
            var first = Math.Max(0, -left);
            var count = Math.Min(_side - left, _shape.Reach) - first;
            var patch = Patches + ((((nint)tokenRow * _shape.Grid) + column) * _shape.Outputs) + (((inside * _shape.Reach) + first) * Colours);
            var weights = Columns + (((column * _shape.Reach) + first) * Colours);
            _compute.Kernels.AddWeighted(patch, weights, weight, sums + ((left + first) * Colours), count * Colours);
        }
    }
}
