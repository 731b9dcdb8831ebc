namespace FaeRealtime.Cpu.Buffers;

/// <summary>Floats outside the managed heap that live and die together: a network's weights and its working space.</summary>
/// <remarks>Used by one thread at a time. Disposal is for when no one computes any more; pointers are then invalid.</remarks>
internal sealed unsafe class Arena : IDisposable
{
    // A cache line, and the longest vector.
    private const nuint Alignment = 64;

    // A small network in one piece; what stays untouched of it is never in memory.
    private const nuint Piece = 4 << 20;

    private readonly List<(nint Block, nuint Bytes)> _blocks = [];
    private nuint _used;

    /// <summary>Builds what lives in an arena of its own; the arena goes when that fails.</summary>
    /// <typeparam name="T">What is built; it disposes the arena.</typeparam>
    /// <param name="build">Builds it.</param>
    public static T Fill<T>(Func<Arena, T> build)
    {
        var arena = new Arena();
        try
        {
            return build(arena);
        }
        catch
        {
            arena.Dispose();
            throw;
        }
    }

    /// <summary>Takes zeroed floats on a cache line's boundary.</summary>
    /// <param name="length">How many.</param>
    /// <returns>Their address, valid until disposal.</returns>
    public float* Take(long length)
    {
        // One vector more: a kernel may load a whole one where a part is wanted.
        var bytes = (((nuint)length * sizeof(float)) + (2 * Alignment) - 1) / Alignment * Alignment;
        lock (_blocks)
        {
            if (_blocks.Count == 0 || _used + bytes > _blocks[^1].Bytes)
            {
                var size = nuint.Max(bytes, Piece);
                _blocks.Add(((nint)Pages.Take(size), size));
                _used = 0;
            }

            _used += bytes;
            return (float*)(_blocks[^1].Block + (nint)(_used - bytes));
        }
    }

    /// <summary>Takes floats and fills them.</summary>
    /// <param name="values">What goes there.</param>
    /// <returns>Their address, valid until disposal.</returns>
    public float* Copy(ReadOnlySpan<float> values)
    {
        var target = Take(values.Length);
        values.CopyTo(new Span<float>(target, values.Length));
        return target;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (block, bytes) in _blocks)
        {
            Pages.Free((void*)block, bytes);
        }

        _blocks.Clear();
    }
}
