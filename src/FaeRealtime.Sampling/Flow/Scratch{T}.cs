namespace FaeRealtime.Sampling.Flow;

/// <summary>Latents that live for one step, released together.</summary>
internal sealed class Scratch<T>(ILinearSpace<T> space) : IDisposable
{
    private readonly List<T> kept = [];

    public T Keep(T element)
    {
        kept.Add(element);
        return element;
    }

    public void Dispose()
    {
        foreach (var element in kept)
        {
            space.Release(element);
        }
    }
}
