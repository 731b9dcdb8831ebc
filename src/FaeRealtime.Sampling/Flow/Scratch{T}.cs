using System.Runtime.CompilerServices;

namespace FaeRealtime.Sampling.Flow;

/// <summary>Latents that live for one step, released together. On the stack: a step allocates nothing.</summary>
internal ref struct Scratch<T>(ILinearSpace<T> space)
{
    // Dormand and Prince's six stages, each with a slope, and the error.
    private const int Most = 13;

    private Kept _kept;
    private int _count;

    public T Keep(T element)
    {
        _kept[_count++] = element;
        return element;
    }

    public readonly void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            space.Release(_kept[i]);
        }
    }

    [InlineArray(Most)]
    private struct Kept
    {
        private T _first;
    }
}
