using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Compute;
using FaeRealtime.Graphics.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>What a network computes with: memory on the device, compiled kernels, the block of values that change from step to step. Owns all of it; every command goes through the context, which says on which thread.</summary>
internal sealed unsafe class GlCompute : IDisposable
{
    private readonly IGlContext _context;
    private readonly Stack<IDisposable> _owned = new();
    private readonly Dictionary<string, ComputeProgram> _programs = new(StringComparer.Ordinal);
    private readonly GlTransfer _transfer;

    private GlCompute(IGlContext context, bool half, StepBuffer step, ReadBack readBack)
    {
        (_context, Half, Step) = (context, half, step);
        _transfer = new GlTransfer(context, readBack);
        Own(step);
        Own(readBack);
    }

    /// <summary>Whether weights are float16.</summary>
    public bool Half { get; }

    /// <summary>What changes from step to step.</summary>
    public StepBuffer Step { get; }

    /// <summary>Prepares a context.</summary>
    /// <param name="context">Where all lies. Borrowed.</param>
    /// <param name="half">Whether weights are float16.</param>
    /// <param name="mostRead">Bytes that are read at once.</param>
    /// <exception cref="GraphicsException">The driver gives no memory that both see.</exception>
    public static GlCompute Open(IGlContext context, bool half, long mostRead)
    {
        var (step, readBack) = GlMaking<(StepBuffer, ReadBack)>.In(context, () =>
        {
            // A borrowed context whose device was reset stays without memory: nothing opened on it would ever show a picture.
            DeviceReset.Require(context);
            using var parts = new PartsInMaking();
            var step = parts.Add(StepBuffer.Create(context.Gl));
            return parts.Finish((step, ReadBack.Create(context.Gl, mostRead)));
        });
        return new GlCompute(context, half, step, readBack);
    }

    /// <summary>Memory for numbers, zeros in it.</summary>
    /// <param name="count">How many.</param>
    public StorageBuffer Floats(long count) => Make(gl => StorageBuffer.Create(gl, count * sizeof(float)));

    /// <summary>Values on the device.</summary>
    public StorageBuffer Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* source = values)
        {
            // The thread of the context reads them while this one waits.
            var (first, length) = ((nint)source, values.Length);
            return Make(gl => StorageBuffer.Of(gl, new ReadOnlySpan<T>((T*)first, length)));
        }
    }

    /// <summary>Brings the sizes of a list's kernels onto the device.</summary>
    public void Prepare(DispatchList list) => GlMaking<bool>.In(_context, () =>
    {
        list.Begin();
        return true;
    });

    /// <summary>A picture that kernels write.</summary>
    /// <param name="side">Its width and height in pixels.</param>
    public ComputeImage Image(int side) => Make(gl => ComputeImage.Create(gl, side, side));

    /// <summary>Does work in the context.</summary>
    public void Run(IGlWork work) => _context.Run(work);

    /// <summary>Replaces values; in the order of the commands before and after.</summary>
    /// <param name="target">Where they lie.</param>
    /// <param name="first">Number of the first that is replaced.</param>
    /// <param name="values">Copied.</param>
    public void Write<T>(StorageBuffer target, long first, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* source = values)
        {
            _transfer.Write(target, first * sizeof(T), (nint)source, values.Length * sizeof(T));
            _context.Run(_transfer);
        }
    }

    /// <summary>Reads values, which waits for the commands before.</summary>
    /// <param name="source">Where they lie.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="values">Receives them.</param>
    /// <exception cref="GraphicsException">The device does not answer.</exception>
    public void Read<T>(StorageBuffer source, long first, Span<T> values)
        where T : unmanaged
    {
        fixed (T* target = values)
        {
            _transfer.Read(source, first * sizeof(T), (nint)target, values.Length * sizeof(T));
            _context.Run(_transfer);
        }
    }

    /// <summary>Reads a picture, which waits for the commands before.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="rgba">Receives rows, top first.</param>
    /// <exception cref="ShapeException">It has another length.</exception>
    /// <exception cref="GraphicsException">The device does not answer.</exception>
    public void Read(ComputeImage source, Span<byte> rgba)
    {
        if (rgba.Length != source.Width * source.Height * 4)
        {
            throw new ShapeException($"A picture of {source.Width}×{source.Height} does not fill {rgba.Length} bytes of RGBA; give H·W·4.");
        }

        fixed (byte* target = rgba)
        {
            _transfer.Read(source, (nint)target, rgba.Length);
            _context.Run(_transfer);
        }
    }

    /// <summary>An empty list of kernels.</summary>
    /// <param name="tokens">Rows of one picture.</param>
    /// <param name="modulations">What norms and gates read; null for none.</param>
    public KernelList List(int tokens, StorageBuffer? modulations = null) => new(this, Own(new DispatchList(_context.Gl))) { Tokens = tokens, Modulations = modulations };

    /// <summary>A kernel, compiled once.</summary>
    /// <param name="stem">Its file's name.</param>
    /// <param name="definitions">How it is specialised.</param>
    /// <exception cref="GraphicsException">The driver refuses it.</exception>
    public ComputeProgram Program(string stem, params IReadOnlyList<string> definitions)
    {
        var key = $"{stem} {string.Join(' ', definitions)}";
        return _programs.TryGetValue(key, out var program) ? program : _programs[key] = Make(gl => ComputeProgram.Load(gl, stem, definitions));
    }

    /// <summary>The attention of a head width, with as many keys a block as fit into a work group's memory.</summary>
    /// <exception cref="GraphicsException">The head is too wide.</exception>
    public ComputeProgram Attention(int headWidth)
    {
        const int queries = 16;
        var sharedFloats = GlMaking<int>.In(_context, () => _context.Gl.GetInteger(GLEnum.MaxComputeSharedMemorySize)) / sizeof(float);
        for (var keys = 32; keys >= 4; keys /= 2)
        {
            if (((queries + keys) * (headWidth + 1)) + (queries * (keys + 3)) <= sharedFloats)
            {
                return Program("attention", $"HEAD_WIDTH {headWidth}u", $"KEYS {keys}u");
            }
        }

        throw new GraphicsException($"A head of width {headWidth} does not fit into the {sharedFloats} numbers that a work group of {_context.Renderer} shares. Take another engine.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }

    private T Make<T>(Func<GL, T> make)
        where T : IDisposable => Own(GlMaking<T>.In(_context, () => make(_context.Gl)));

    private T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Push(part);
        return part;
    }
}
