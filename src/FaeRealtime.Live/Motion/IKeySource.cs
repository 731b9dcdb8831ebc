using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>The numbered keys of a path.</summary>
internal interface IKeySource
{
    /// <summary>Starts to make a key.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <returns>The work; the same index always gives the same key.</returns>
    IKeyWork Begin(long index);

    /// <summary>The way from a key to the next: its length in keys, infinite where the path ends, and its course.</summary>
    (double Length, EasingKind Easing) Span(long index);

    /// <summary>Where a key stands on the path, in keys of length 1.</summary>
    double PlaceOf(long index);

    /// <summary>Takes back a key that the path has left behind, to make a later key in.</summary>
    /// <param name="key">Not used afterwards by the caller.</param>
    void Release(FramePoint key);
}

/// <summary>A key in the making, in slices short enough to lie between two frames.</summary>
internal interface IKeyWork
{
    /// <summary>Slices in all.</summary>
    int Slices { get; }

    /// <summary>Slices done; the key is ready when it equals <see cref="Slices"/>.</summary>
    int Done { get; }

    /// <summary>The key, final once ready.</summary>
    FramePoint Key { get; }

    /// <summary>Does one slice.</summary>
    void Step();
}

/// <summary>A key that nothing has to be done for: its latent is there.</summary>
/// <param name="Key">The key; stays as it is.</param>
internal sealed record ReadyKey(FramePoint Key) : IKeyWork
{
    /// <inheritdoc/>
    public int Slices => 0;

    /// <inheritdoc/>
    public int Done => 0;

    /// <inheritdoc/>
    public void Step()
    {
    }
}
