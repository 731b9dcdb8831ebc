using FaeRealtime.Video.Recording;

namespace FaeRealtime.Remote;

/// <summary>Several who see shown frames. On the presenting thread.</summary>
/// <param name="all">Each takes the frames that it wants. Borrowed.</param>
internal sealed class FrameWatchers(params IFrameWatcher[] all) : IFrameWatcher
{
    /// <inheritdoc/>
    public bool Wants(long index)
    {
        foreach (var one in all)
        {
            if (one.Wants(index))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Offer(ReadOnlySpan<byte> rgba, int width, int height, long index)
    {
        foreach (var one in all)
        {
            if (one.Wants(index))
            {
                one.Offer(rgba, width, height, index);
            }
        }
    }
}
