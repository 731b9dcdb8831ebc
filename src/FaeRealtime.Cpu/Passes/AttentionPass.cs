using System.Runtime.CompilerServices;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>softmax(q·kᵀ/√Dh)·v per head, from rows that hold queries, keys and values of all heads side by side, of one stream of tokens or of two that see each other.</summary>
/// <remarks>
/// Two works: the first norms, rotates and packs keys, queries and values of each head into panels, the second takes strips of queries: scores, softmax and the
/// weighted sum of values stay in the first cache.
/// </remarks>
internal sealed unsafe class AttentionPass
{
    private readonly WorkerPool _pool;
    private readonly KernelSet _kernels;
    private readonly AttentionShape _shape;
    private readonly Arena _arena;
    private readonly HeadPacking _packing;
    private readonly Mixing _mixing;
    private int _pictures;

    /// <summary>Prepares for a shape.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="arena">Gives the memory. Borrowed.</param>
    /// <param name="shape">The sizes.</param>
    public AttentionPass(Compute compute, Arena arena, AttentionShape shape)
    {
        (_pool, _kernels, _arena, _shape) = (compute.Pool, compute.Kernels, arena, shape);
        TokenPanels = Panels(shape.Tokens);
        WidthPanels = Panels(shape.HeadWidth);
        _packing = new HeadPacking(this);
        _mixing = new Mixing(this, arena.Take((long)_pool.Threads * Mixing.ScratchOf(this)));
    }

    /// <summary>The sizes.</summary>
    public AttentionShape Shape => _shape;

    private int TokenPanels { get; }

    private int WidthPanels { get; }

    private int ScoreStride => TokenPanels * _kernels.TileColumns;

    private float* Queries { get; set; }

    private float* Keys { get; set; }

    private float* Values { get; set; }

    private int KeyLength => TokenPanels * _kernels.TileColumns * _shape.HeadWidth;

    private int ValueLength => WidthPanels * _kernels.TileColumns * _shape.Tokens;

    private int QueryLength => _shape.Tokens * _shape.HeadWidth;

    /// <summary>Mixes tokens.</summary>
    /// <param name="heads">Norms and rotation of queries and keys.</param>
    /// <param name="merged">Rows that begin with all heads' queries, then keys, then values.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="target">Receives rows of all heads' results, without gaps.</param>
    /// <param name="count">Pictures.</param>
    public void Run(in HeadPlacement heads, float* merged, nint stride, float* target, int count) =>
        Run(new AttentionRows { Heads = heads, Merged = merged, Stride = stride, Target = target, Tokens = _shape.Tokens }, default, count);

    /// <summary>Mixes the tokens of two streams, each of which sees all of both.</summary>
    /// <param name="first">The stream whose tokens come first; it may leave its results out.</param>
    /// <param name="second">The other; together they have the shape's tokens.</param>
    /// <param name="count">Pictures.</param>
    public void Run(in AttentionRows first, in AttentionRows second, int count)
    {
        Reserve(count);
        _packing.Begin(first, second);
        _pool.Run(_packing, count * _shape.Heads * TokenPanels);
        _mixing.Begin(first, second);
        _pool.Run(_mixing, count * _shape.Heads * _mixing.Blocks);
    }

    private int Panels(int columns) => (columns + _kernels.TileColumns - 1) / _kernels.TileColumns;

    // Panels are filled up with zeros once: what is written later leaves the fill alone.
    private void Reserve(int count)
    {
        if (count > _pictures)
        {
            var heads = (long)count * _shape.Heads;
            Queries = _arena.Take(heads * QueryLength);
            Keys = _arena.Take(heads * KeyLength);
            Values = _arena.Take(heads * ValueLength);
            _pictures = count;
        }
    }

    private sealed class HeadPacking(AttentionPass owner) : IChunkedWork
    {
        private AttentionRows _first;
        private AttentionRows _second;

        public void Begin(in AttentionRows first, in AttentionRows second) => (_first, _second) = (first, second);

        /// <summary>One panel's tokens of one head.</summary>
        public void Run(int chunk, int worker)
        {
            var (shape, columns) = (owner._shape, owner._kernels.TileColumns);
            var (head, panel) = (chunk / owner.TokenPanels, chunk % owner.TokenPanels);
            var (picture, offset) = (head / shape.Heads, head % shape.Heads * shape.HeadWidth);
            var end = Math.Min(shape.Tokens, (panel + 1) * columns);
            for (var token = panel * columns; token < end; token++)
            {
                ref readonly var rows = ref token < _first.Tokens ? ref _first : ref _second;
                var inside = token < _first.Tokens ? token : token - _first.Tokens;
                var row = rows.Merged + ((((nint)picture * rows.Tokens) + inside) * rows.Stride) + offset;
                Pack(rows.Heads, head, token, inside, row);
            }
        }

        private void Pack(in HeadPlacement heads, int head, int token, int position, float* query)
        {
            var (width, columns) = (owner._shape.HeadWidth, owner._kernels.TileColumns);
            var key = query + owner._shape.Width;
            var value = key + owner._shape.Width;
            var target = owner.Queries + ((nint)head * owner.QueryLength) + ((nint)token * width);
            Place(heads.Query, heads.Rotary, query, target, position, width);
            owner._kernels.Scale(target, heads.Scale, target, width);

            // In place: nobody reads the merged rows again.
            Place(heads.Key, heads.Rotary, key, key, position, width);
            var keys = owner.Keys + ((nint)head * owner.KeyLength) + (token / columns * columns * width) + (token % columns);
            for (var i = 0; i < width; i++, keys += columns)
            {
                *keys = key[i];
            }

            var values = owner.Values + ((nint)head * owner.ValueLength) + ((nint)token * columns);
            for (var i = 0; i < width; i += columns, values += (nint)columns * owner._shape.Tokens)
            {
                Buffer.MemoryCopy(value + i, values, columns * sizeof(float), Math.Min(columns, width - i) * sizeof(float));
            }
        }

        private void Place(HeadNorm? norm, RotaryTable? rotary, float* x, float* target, int position, int width)
        {
            if (norm is not null)
            {
                owner._kernels.Normalise(norm.Norm, x, norm.Gain, norm.Shift, target, width);
            }
            else if (x != target)
            {
                Buffer.MemoryCopy(x, target, width * sizeof(float), width * sizeof(float));
            }

            if (rotary is not null)
            {
                owner._kernels.Rotate(target, rotary.Cosines(position), rotary.Sines(position), width);
            }
        }
    }

    private sealed class Mixing(AttentionPass owner, float* scratch) : IChunkedWork
    {
        // Strips of queries that share a head's packed keys and values in the cache.
        private const int StripsPerBlock = 2;

        private AttentionRows _first;
        private AttentionRows _second;

        // The first token that wants a result.
        private int _start;

        public int Blocks => (owner._shape.Tokens - _start + BlockRows - 1) / BlockRows;

        private int BlockRows => StripsPerBlock * owner._kernels.TileRows;

        public static int ScratchOf(AttentionPass owner) => owner._kernels.TileRows * (owner.ScoreStride + owner._kernels.TileColumns);

        public void Begin(in AttentionRows first, in AttentionRows second)
        {
            (_first, _second) = (first, second);
            _start = first.Target == null ? first.Tokens : 0;
        }

        /// <summary>Some strips of one head's queries.</summary>
        public void Run(int chunk, int worker)
        {
            var (head, block) = (chunk / Blocks, chunk % Blocks);
            var scores = scratch + ((nint)worker * ScratchOf(owner));
            var end = Math.Min(owner._shape.Tokens, _start + ((block + 1) * BlockRows));
            for (var row = _start + (block * BlockRows); row < end; row += owner._kernels.TileRows)
            {
                var rows = Math.Min(owner._kernels.TileRows, end - row);
                Score(head, row, rows, scores);
                Mix(head, row, rows, scores);
            }
        }

        private void Score(int head, int row, int rows, float* scores)
        {
            var (width, columns, kernels) = (owner._shape.HeadWidth, owner._kernels.TileColumns, owner._kernels);
            var queries = owner.Queries + ((nint)head * owner.QueryLength) + ((nint)row * width);
            var keys = owner.Keys + ((nint)head * owner.KeyLength);
            for (var panel = 0; panel < owner.TokenPanels; panel++)
            {
                kernels.Multiply(queries, width, rows, keys + ((nint)panel * columns * width), width, scores + (panel * columns), owner.ScoreStride);
            }
        }

        [SkipLocalsInit]
        private void Mix(int head, int row, int rows, float* scores)
        {
            var (shape, columns, kernels) = (owner._shape, owner._kernels.TileColumns, owner._kernels);
            var factors = stackalloc float[kernels.TileRows];
            for (var i = 0; i < rows; i++)
            {
                factors[i] = 1f / kernels.Exponentials(scores + ((nint)i * owner.ScoreStride), shape.Tokens);
            }

            var tile = scores + ((nint)kernels.TileRows * owner.ScoreStride);
            var values = owner.Values + ((nint)head * owner.ValueLength);
            var (picture, offset) = (head / shape.Heads, head % shape.Heads * shape.HeadWidth);
            for (var panel = 0; panel < owner.WidthPanels; panel++)
            {
                kernels.Multiply(scores, owner.ScoreStride, rows, values + ((nint)panel * columns * shape.Tokens), shape.Tokens, tile, columns);
                var used = Math.Min(columns, shape.HeadWidth - (panel * columns));
                for (var i = 0; i < rows; i++)
                {
                    kernels.Scale(tile + (i * columns), factors[i], Result(picture, row + i) + offset + (panel * columns), used);
                }
            }
        }

        private float* Result(int picture, int token) => token < _first.Tokens
            ? _first.Target + ((((nint)picture * _first.Tokens) + token) * owner._shape.Width)
            : _second.Target + ((((nint)picture * _second.Tokens) + token - _first.Tokens) * owner._shape.Width);
    }
}

/// <summary>One stream of an attention's tokens.</summary>
internal unsafe struct AttentionRows
{
    /// <summary>Norms and rotation of queries and keys.</summary>
    public HeadPlacement Heads;

    /// <summary>Rows <c>[B·T, ..]</c> that begin with all heads' queries, then keys, then values.</summary>
    public float* Merged;

    /// <summary>Values from one of them to the next.</summary>
    public nint Stride;

    /// <summary>Receives rows of all heads' results without gaps; null where the stream only lends its queries, keys and values.</summary>
    public float* Target;

    /// <summary>Tokens T of one picture.</summary>
    public int Tokens;
}

/// <summary>The sizes of an attention.</summary>
/// <param name="Tokens">Tokens of one picture, of all streams.</param>
/// <param name="Heads">Heads.</param>
/// <param name="HeadWidth">Width of one.</param>
internal readonly record struct AttentionShape(int Tokens, int Heads, int HeadWidth)
{
    /// <summary>Width of all heads.</summary>
    public int Width => Heads * HeadWidth;
}

/// <summary>What happens to queries and keys before they meet.</summary>
/// <param name="Query">The queries' norm, or null.</param>
/// <param name="Key">The keys' norm, or null.</param>
/// <param name="Rotary">Their rotation, or null.</param>
/// <param name="Scale">1/√Dh.</param>
internal readonly record struct HeadPlacement(HeadNorm? Query, HeadNorm? Key, RotaryTable? Rotary, float Scale);

/// <summary>A norm of queries or keys over the width of a head.</summary>
/// <param name="norm">Which.</param>
/// <param name="gain">Its weight.</param>
/// <param name="shift">Its bias; zeros where it has none.</param>
internal sealed unsafe class HeadNorm(RowNorm norm, float* gain, float* shift)
{
    /// <summary>Which norm.</summary>
    public RowNorm Norm => norm;

    /// <summary>Its weight.</summary>
    public float* Gain => gain;

    /// <summary>Its bias.</summary>
    public float* Shift => shift;
}
