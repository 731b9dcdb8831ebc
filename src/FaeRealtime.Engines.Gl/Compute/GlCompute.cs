using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Compute;
using Silk.NET.OpenGL;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>What a network computes with: memory on the device, compiled kernels, the block of values that change from step to step. Owns all of it.</summary>
/// <param name="gl">Entry points of the current context. Borrowed.</param>
/// <param name="half">Whether weights are float16.</param>
internal sealed class GlCompute(GL gl, bool half) : IDisposable
{
    private readonly Stack<IDisposable> _owned = new();
    private readonly Dictionary<string, ComputeProgram> _programs = new(StringComparer.Ordinal);
    private StepBuffer? _step;
    private ReadBack? _readBack;

    /// <summary>Whether weights are float16.</summary>
    public bool Half => half;

    /// <summary>What changes from step to step.</summary>
    public StepBuffer Step => _step ??= Own(StepBuffer.Create(gl));

    /// <summary>The way back of up to <see cref="MostRead"/> numbers.</summary>
    public ReadBack ReadBack => _readBack ??= Own(ReadBack.Create(gl, Math.Max(1, MostRead) * sizeof(float)));

    /// <summary>Numbers that are read at once; set before the first reading.</summary>
    public int MostRead { get; init; }

    /// <summary>Memory for numbers, zeros in it.</summary>
    /// <param name="count">How many.</param>
    public StorageBuffer Floats(long count) => Own(StorageBuffer.Create(gl, count * sizeof(float)));

    /// <summary>Values on the device.</summary>
    public StorageBuffer Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Own(StorageBuffer.Of(gl, values));

    /// <summary>An empty list of kernels.</summary>
    /// <param name="tokens">Rows of one picture.</param>
    /// <param name="modulations">What norms and gates read; null for none.</param>
    public KernelList List(int tokens, StorageBuffer? modulations = null) => new(this, Own(new DispatchList(gl))) { Tokens = tokens, Modulations = modulations };

    /// <summary>A kernel, compiled once.</summary>
    /// <param name="stem">Its file's name.</param>
    /// <param name="definitions">How it is specialised.</param>
    /// <exception cref="GraphicsException">The driver refuses it.</exception>
    public ComputeProgram Program(string stem, params IReadOnlyList<string> definitions)
    {
        var key = $"{stem} {string.Join(' ', definitions)}";
        return _programs.TryGetValue(key, out var program) ? program : _programs[key] = Own(ComputeProgram.Load(gl, stem, definitions));
    }

    /// <summary>The attention of a head width, with as many keys a block as fit into a work group's memory.</summary>
    /// <exception cref="GraphicsException">The head is too wide.</exception>
    public ComputeProgram Attention(int headWidth)
    {
        const int queries = 16;
        var sharedFloats = gl.GetInteger(GLEnum.MaxComputeSharedMemorySize) / sizeof(float);
        for (var keys = 32; keys >= 4; keys /= 2)
        {
            if (((queries + keys) * (headWidth + 1)) + (queries * (keys + 3)) <= sharedFloats)
            {
                return Program("attention", $"HEAD_WIDTH {headWidth}u", $"KEYS {keys}u");
            }
        }

        throw new GraphicsException($"A head of width {headWidth} does not fit into the {sharedFloats} numbers that a work group of {gl.GetStringS(StringName.Renderer)} shares. Take another engine.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }

    /// <summary>Takes over what is disposed with the rest.</summary>
    public T Own<T>(T part)
        where T : IDisposable
    {
        _owned.Push(part);
        return part;
    }
}
