using FaeRealtime.Core.Config;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>Rows of numbers in a buffer.</summary>
/// <param name="Buffer">Where.</param>
/// <param name="Stride">Numbers from row to row.</param>
/// <param name="Offset">Of the first row.</param>
internal readonly record struct Rows(StorageBuffer Buffer, int Stride, int Offset = 0);

/// <summary>Where a product goes and what happens to it on the way.</summary>
/// <param name="Target">Receives it.</param>
internal readonly record struct ProductTarget(Rows Target)
{
    /// <summary>SILU, GELU, GELU_TANH, SWIGLU, or null; after the residual was added.</summary>
    public string? Activation { get; init; }

    /// <summary>What is added, or null.</summary>
    public Rows? Residual { get; init; }

    /// <summary>Rows after which the residual starts again; 0 for never.</summary>
    public int Period { get; init; }

    /// <summary>Where in a picture's modulations the factor before the residual stands, or null.</summary>
    public int? Gate { get; init; }

    /// <summary>Whether the target begins at the step's first slot instead.</summary>
    public bool IsSlot { get; init; }
}

/// <summary>A norm of rows.</summary>
/// <param name="Gains">Its weight.</param>
/// <param name="Shifts">Its bias, zeros where it has none.</param>
/// <param name="IsCentred">LayerNorm, else RMSNorm.</param>
/// <param name="Epsilon">Added to the variance or mean square.</param>
internal sealed record GlNorm(StorageBuffer Gains, StorageBuffer Shifts, bool IsCentred, double Epsilon);

/// <summary>Where a norm's modulation stands from the beginning of a picture's.</summary>
/// <param name="Scale">γ.</param>
/// <param name="Shift">β, or null for none.</param>
internal readonly record struct NormModulation(int Scale, int? Shift);

/// <summary>The cells that a convolution reads.</summary>
/// <param name="Side">Cells in a row and in a column.</param>
/// <param name="Channels">Numbers of a cell.</param>
/// <param name="Cells">Of a token's row or column.</param>
internal readonly record struct CellPlane(int Side, int Channels, int Cells);

/// <summary>A list of kernels by what they mean; each method appends one.</summary>
/// <param name="compute">Programs and memory. Borrowed.</param>
/// <param name="dispatches">What is filled. Borrowed.</param>
internal sealed class KernelList(GlCompute compute, DispatchList dispatches) : IGlWork
{
    private const int Lanes = 64;

    private StepValues _step;
    private ComputeImage? _image;
    private bool _isSet;
    private int _next;

    /// <summary>The kernels.</summary>
    public DispatchList Dispatches => dispatches;

    /// <summary>The modulations that norms and gates of this list read; null for none.</summary>
    public StorageBuffer? Modulations { get; init; }

    /// <summary>Rows of one picture.</summary>
    public int Tokens { get; init; }

    /// <summary>The same list for kernels whose pictures have another number of rows.</summary>
    /// <param name="tokens">Rows of one picture.</param>
    public KernelList For(int tokens) => new(compute, dispatches) { Tokens = tokens, Modulations = Modulations };

    /// <summary>Brings the kernels' sizes onto the device; the list is whole.</summary>
    /// <returns>Itself.</returns>
    public KernelList Finish()
    {
        compute.Prepare(dispatches);
        return this;
    }

    /// <summary>Runs all kernels with these values of the step.</summary>
    /// <param name="step">The values.</param>
    /// <param name="image">What the last kernel paints, readable as a texture afterwards; null for none.</param>
    public void Run(in StepValues step, ComputeImage? image = null)
    {
        (_step, _image, _isSet, _next) = (step, image, false, 0);
        compute.Run(this);
    }

    /// <inheritdoc/>
    void IGlWork.Begin()
    {
        if (_isSet)
        {
            compute.Step.Bind();
        }
        else
        {
            compute.Step.Set(_step);
            _isSet = true;
        }

        _image?.Bind();
        dispatches.Begin();
    }

    /// <inheritdoc/>
    GlPiece IGlWork.Advance(ulong patience)
    {
        var work = dispatches.WorkOf(_next);
        dispatches.Run(_next);
        _next++;
        if (_next < dispatches.Count)
        {
            return new GlPiece(GlPieceState.More, Cost(work));
        }

        _image?.Publish();
        return new GlPiece(GlPieceState.Last, Cost(work));
    }

    /// <summary>Rows times a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="source">Rows of its depth.</param>
    /// <param name="rows">How many.</param>
    /// <param name="output">Where they go.</param>
    public void Multiply(GlLinear layer, Rows source, int rows, ProductTarget output) =>
        Product(layer, source, rows, output, [], default, IsVector(source));

    /// <summary>Tokens to cells of a plane, with GELU.</summary>
    /// <param name="layer">Gives (row, column, channel) of a token's cells.</param>
    /// <param name="source">The tokens.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="target">Receives it <c>[side, side, channels]</c>.</param>
    public void ToCells(GlLinear layer, Rows source, CellPlane plane, StorageBuffer target)
    {
        var grid = plane.Side / plane.Cells;
        Product(layer, source, grid * grid, new ProductTarget(new Rows(target, 0)) { Activation = "GELU" }, ["CELLS"], plane, IsVector(source));
    }

    /// <summary>A 3×3 convolution.</summary>
    /// <param name="layer">Depth (kernel row, kernel column, channel).</param>
    /// <param name="source">The plane's cells.</param>
    /// <param name="plane">The plane.</param>
    /// <param name="output">Receives a row a cell.</param>
    public void Convolve(GlLinear layer, StorageBuffer source, CellPlane plane, ProductTarget output) =>
        Product(layer, new Rows(source, plane.Channels), plane.Side * plane.Side, output, ["CONVOLUTION"], plane, plane.Channels % 4 == 0);

    /// <summary>Norms rows without gaps.</summary>
    /// <param name="norm">Which.</param>
    /// <param name="modulation">Where its modulation stands, or null.</param>
    /// <param name="source">The rows.</param>
    /// <param name="target">Receives as many.</param>
    /// <param name="width">Their length.</param>
    /// <param name="rows">How many.</param>
    public void Normalise(GlNorm norm, NormModulation? modulation, StorageBuffer source, StorageBuffer target, int width, int rows)
    {
        List<string> definitions = [];
        AddWhere(definitions, norm.IsCentred, "CENTRED");
        AddWhere(definitions, modulation is not null, "MODULATED");
        AddWhere(definitions, modulation?.Shift is not null, "SHIFT");
        dispatches.Add(
            compute.Program("norm", definitions),
            (rows, 1, 1),
            [(uint)width, (uint)Tokens, (uint)(modulation?.Scale ?? 0), (uint)(modulation?.Shift ?? 0), Bits(norm.Epsilon)],
            Moved(2L * rows * width),
            norm.Gains, norm.Shifts, source, target, null, Modulations);
    }

    /// <summary>Norms and turns queries and keys in place.</summary>
    /// <param name="heads">Norms and rotation.</param>
    /// <param name="block">Sizes.</param>
    /// <param name="merged">Rows of queries, keys and values.</param>
    /// <param name="rows">How many.</param>
    /// <param name="first">From which row.</param>
    public void Place(HeadPlacement heads, BlockConfig block, StorageBuffer merged, int rows, int first = 0)
    {
        List<string> definitions = [];
        AddWhere(definitions, heads.Query is not null, "NORMED");
        AddWhere(definitions, heads.IsCentred, "CENTRED");
        AddWhere(definitions, heads.Rotation is not null, "ROTARY");
        if (heads.Query is not null || heads.Rotation is not null)
        {
            dispatches.Add(
                compute.Program("heads", definitions),
                (Groups(2 * rows * block.Heads), 1, 1),
                [(uint)rows, (uint)block.Heads, (uint)block.HeadWidth, (uint)Tokens, Bits(heads.Epsilon), (uint)first],
                Moved(4L * rows * block.Width),
                heads.Query, heads.Key, heads.Rotation, merged);
        }
    }

    /// <summary>softmax(q·kᵀ/√Dh)·v.</summary>
    /// <param name="block">Sizes.</param>
    /// <param name="merged">Rows of queries, keys and values.</param>
    /// <param name="target">Receives rows of all heads' results.</param>
    /// <param name="pictures">How many.</param>
    /// <param name="order">Where a picture's rows stand.</param>
    public void Attend(BlockConfig block, StorageBuffer merged, StorageBuffer target, int pictures, TokenOrder order = default)
    {
        const int queries = 16;
        var asking = Tokens - order.Silent;
        dispatches.Add(
            compute.Attention(block.HeadWidth),
            ((asking + queries - 1) / queries, block.Heads, pictures),
            [(uint)Tokens, (uint)block.Heads, Bits(1.0 / Math.Sqrt(block.HeadWidth)), (uint)order.First, (uint)order.Silent],
            new KernelWork(4L * pictures * asking * Tokens * block.Width, 2L * sizeof(float) * pictures * (Tokens + asking) * block.Width),
            null, null, merged, target);
    }

    /// <summary>Copies rows.</summary>
    /// <param name="source">From where.</param>
    /// <param name="target">To where.</param>
    /// <param name="rows">How many.</param>
    /// <param name="width">Numbers of each.</param>
    /// <param name="change">What happens to them on the way.</param>
    public void Copy(Rows source, Rows target, int rows, int width, RowChange change = default)
    {
        List<string> definitions = [];
        AddWhere(definitions, change.Statistics is not null, "STANDARDISED");
        AddWhere(definitions, change.Added is not null, "ADDED");
        AddWhere(definitions, change.Activation is not null, change.Activation!);
        var added = change.Added ?? default;
        Each(
            "rows", definitions, rows * width,
            [(uint)(rows * width), (uint)width, (uint)source.Offset, (uint)source.Stride, (uint)target.Offset, (uint)target.Stride, (uint)added.Offset, (uint)added.Stride],
            change.Statistics, added.Buffer, source.Buffer, target.Buffer);
    }

    /// <summary>A kernel with one thread a number.</summary>
    /// <param name="stem">Its file's name.</param>
    /// <param name="definitions">How it is specialised.</param>
    /// <param name="count">Numbers.</param>
    /// <param name="sizes">Its uniform block.</param>
    /// <param name="buffers">By binding.</param>
    public void Each(string stem, IReadOnlyList<string> definitions, int count, ReadOnlySpan<uint> sizes, params ReadOnlySpan<StorageBuffer?> buffers) =>
        dispatches.Add(compute.Program(stem, definitions), (Groups(count), 1, 1), sizes, Moved(2L * count), buffers);

    /// <summary>Values to pixels.</summary>
    /// <param name="definitions">How it is specialised.</param>
    /// <param name="side">Side of the picture.</param>
    /// <param name="sizes">Its uniform block.</param>
    /// <param name="buffers">By binding.</param>
    public void Pixels(IReadOnlyList<string> definitions, int side, ReadOnlySpan<uint> sizes, params ReadOnlySpan<StorageBuffer?> buffers) =>
        dispatches.Add(compute.Program("pixels", definitions), ((side + 7) / 8, (side + 7) / 8, 1), sizes, Moved(4L * side * side), buffers);

    // What a kernel costs that does nothing, beside one that multiplies.
    private static long Cost(KernelWork work) => 1_000_000 + work.Operations + (4 * work.Bytes);

    // Weights end in zeros, and so do rows that are longer than their layer is deep.
    private static bool IsVector(Rows source) => source.Stride % 4 == 0 && source.Offset % 4 == 0;

    private static KernelWork Moved(long numbers) => new(0, numbers * sizeof(float));

    private static int Groups(int count) => (count + Lanes - 1) / Lanes;

    private static uint Bits(double value) => BitConverter.SingleToUInt32Bits((float)value);

    private static void AddWhere(List<string> definitions, bool condition, string definition)
    {
        if (condition)
        {
            definitions.Add(definition);
        }
    }

    private void Product(GlLinear layer, Rows source, int rows, ProductTarget output, List<string> definitions, CellPlane plane, bool vector)
    {
        AddWhere(definitions, vector, "VECTOR");
        AddWhere(definitions, compute.Half, "HALF");
        AddWhere(definitions, output.Activation is not null, output.Activation!);
        AddWhere(definitions, output.Residual is not null, "RESIDUAL");
        AddWhere(definitions, output.Gate is not null, "GATED");
        AddWhere(definitions, output.IsSlot, "SLOT");
        var residual = output.Residual ?? default;
        dispatches.Add(
            compute.Program("product", definitions),
            ((layer.Outputs + GlLinear.Tile - 1) / GlLinear.Tile, (rows + GlLinear.Tile - 1) / GlLinear.Tile, 1),
            [
                (uint)rows, (uint)layer.Depth, (uint)layer.Outputs, (uint)source.Offset, (uint)source.Stride, (uint)output.Target.Offset, (uint)output.Target.Stride,
                (uint)residual.Offset, (uint)residual.Stride, (uint)output.Period, (uint)(output.Gate ?? 0), (uint)Tokens, (uint)plane.Side, (uint)plane.Channels, (uint)plane.Cells,
            ],
            new KernelWork(2L * rows * layer.Depth * layer.Outputs, (long)layer.Weights.Bytes + (sizeof(float) * (long)rows * ((plane.Channels > 0 ? source.Stride : layer.Depth) + layer.Outputs))),
            layer.Weights, layer.Biases, source.Buffer, output.Target.Buffer, residual.Buffer, Modulations);
    }
}

/// <summary>What happens to rows that are copied.</summary>
internal readonly record struct RowChange
{
    /// <summary>Means and deviations of their columns <c>[2, D]</c>, by which they are standardised; null for none.</summary>
    public StorageBuffer? Statistics { get; init; }

    /// <summary>Rows that are added; null for none.</summary>
    public Rows? Added { get; init; }

    /// <summary>GELU or SILU, behind that; null for none.</summary>
    public string? Activation { get; init; }
}

/// <summary>Where the rows of an attention stand.</summary>
/// <param name="First">So many tokens of every picture stand before all others', picture by picture; 0 where a picture's rows stand together.</param>
/// <param name="Silent">So many tokens from the first only lend keys and values.</param>
internal readonly record struct TokenOrder(int First, int Silent);

/// <summary>What happens to queries and keys before they meet.</summary>
/// <param name="Query">The queries' norm <c>[2, Dh]</c>, gains and shifts, or null.</param>
/// <param name="Key">The keys'.</param>
/// <param name="IsCentred">LayerNorm, else RMSNorm.</param>
/// <param name="Epsilon">Added to the variance or mean square.</param>
/// <param name="Rotation">Rotary positions <c>[2, T, Dh]</c>, cosines and sines, or null.</param>
internal sealed record HeadPlacement(StorageBuffer? Query, StorageBuffer? Key, bool IsCentred, double Epsilon, StorageBuffer? Rotation);
