using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>Features to pixels: linear, positions, blocks {LayerNorm, attention, LayerNorm, MLP}, LayerNorm, a head that paints into an image.</summary>
internal sealed class GlPixelDecoder
{
    private readonly KernelList _list;
    private readonly PixelHeadShape _head;
    private readonly StorageBuffer _status;
    private readonly GlCompute _compute;

    private GlPixelDecoder(GlCompute compute, WeightFile file, ModelConfig model, StorageBuffer features)
    {
        var (config, grid, featureWidth, block) = (model.PixelDecoder, model.Latent.Side, model.Encoder.FeatureWidth, BlockConfig.Of(model.PixelDecoder));
        var layers = new GlLayerReader(file, compute);
        var (width, first, patches) = (config.Width, config.ClassToken ? 1 : 0, grid * grid);
        _head = config.HeadShape(grid);
        (_compute, _status) = (compute, compute.Floats(1));
        var input = layers.Linear("proj_in", width, featureWidth);
        var table = layers.Table("pos_embed", () => SinCosGrid.Table(width, grid, config.ClassToken), 1, first + patches, width);
        var positions = compute.Copy<float>(table);
        var tokens = GlTokens.Of(compute, block, first + patches, 1);
        _list = compute.List(tokens.Tokens);
        if (config.ClassToken)
        {
            // Its row never depends on the features: a layer of zeros whose bias it is.
            float[] row = [.. layers.File.Take("cls_token", 1, 1, width).Zip(table, (value, position) => value + position)];
            _list.Multiply(GlLinear.Pack(compute, new float[width], row, 1), new Rows(features, 1), 1, new ProductTarget(new Rows(tokens.Stream, width)));
        }

        var patchRows = new Rows(tokens.Stream, width, first * width);
        _list.Multiply(input, new Rows(features, featureWidth), patches, new ProductTarget(patchRows) { Residual = patchRows with { Buffer = positions } });
        for (var i = 0; i < config.Depth; i++)
        {
            new GlBlock(layers, $"blocks.{i}", block, null).Record(_list, tokens, null);
        }

        _list.Normalise(layers.Norm("norm", NormKind.LayerNorm, width, config.NormEpsilon), null, tokens.Stream, tokens.Branch, width, tokens.Rows);
        Paint(compute, layers, new Rows(tokens.Branch, width, first * width));
        _list.Finish();
        file.Finish();
    }

    /// <summary>The kernels, for measurements.</summary>
    public KernelList Kernels => _list;

    /// <summary>Reads a pixel decoder onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="model">The model.</param>
    /// <param name="features">What is decoded: <c>[T, D]</c>. Borrowed.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static GlPixelDecoder Open(GlCompute compute, string path, ModelConfig model, StorageBuffer features)
    {
        using var file = WeightFile.Open(path, "the pixel decoder");
        return new GlPixelDecoder(compute, file, model, features);
    }

    /// <summary>Decodes the features.</summary>
    /// <param name="picture">Receives the picture. Borrowed.</param>
    public void Run(ComputeImage picture)
    {
        _compute.Write<uint>(_status, 0, [0]);
        _list.Run(default, picture);
    }

    /// <summary>Whether every value of the last picture was finite; waits for it.</summary>
    public bool IsFinite()
    {
        Span<uint> status = [0];
        _compute.Read(_status, 0, status);
        return status[0] == 0;
    }

    private void Paint(GlCompute compute, GlLayerReader layers, Rows tokens)
    {
        var (shape, side) = (_head, _head.Grid * _head.Patch);
        var output = layers.Linear("proj_out", shape.Outputs, tokens.Stride);
        if (shape.Kind == PixelHeadKind.Convolution)
        {
            _list.Pixels([], side, [(uint)side, (uint)shape.Stride, 0], null, null, Convolved(compute, layers, output, tokens), _status);
            return;
        }

        var values = compute.Floats((long)shape.Grid * shape.Grid * shape.Outputs);
        _list.Multiply(output, tokens, shape.Grid * shape.Grid, new ProductTarget(new Rows(values, shape.Outputs)));
        var window = shape.Kind == PixelHeadKind.Overlap ? compute.Copy<float>(shape.Window()) : null;
        _list.Pixels(window is null ? [] : ["OVERLAP"], side, [(uint)side, (uint)shape.Patch, (uint)shape.Overlap], window, null, values, _status);
    }

    // The layers write into one plane and read the other, in turns; the last gives each cell's square of pixels.
    private StorageBuffer Convolved(GlCompute compute, GlLayerReader layers, GlLinear output, Rows tokens)
    {
        var shape = _head;
        var plane = new CellPlane(shape.Grid * shape.Cells, shape.Channels, shape.Cells);
        var cells = (long)plane.Side * plane.Side;
        StorageBuffer[] planes = [.. Enumerable.Range(0, Math.Min(2, shape.Layers)).Select(_ => compute.Floats(cells * shape.Channels))];
        _list.ToCells(output, tokens, plane, planes[0]);
        for (var i = 0; i < shape.Layers - 1; i++)
        {
            var target = new ProductTarget(new Rows(planes[(i + 1) % 2], shape.Channels)) { Activation = "GELU" };
            _list.Convolve(layers.Convolution($"head.{i}", shape.LayerOutputs(i), shape.Channels), planes[i % 2], plane, target);
        }

        var (last, outputs) = (shape.Layers - 1, shape.LayerOutputs(shape.Layers - 1));
        var values = compute.Floats(cells * outputs);
        _list.Convolve(layers.Convolution($"head.{last}", outputs, shape.Channels), planes[last % 2], plane, new ProductTarget(new Rows(values, outputs)));
        return values;
    }
}
