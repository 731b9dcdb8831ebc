namespace FaeRealtime.Live.Motion;

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
