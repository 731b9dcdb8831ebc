namespace FaeRealtime.Video.Recording;

/// <summary>Places frames that come when they come on the even grid of a video.</summary>
/// <param name="fps">Frames a second of the video.</param>
internal sealed class VideoPacing(double fps)
{
    // How far a frame may lie from its place, in video frames. More than a half, so that a source of the video's own rate whose times tremble
    // by up to a quarter of a frame is taken frame by frame, without one skipped here and one repeated there.
    private const double Tolerance = 0.75;

    // A clock that goes back further than this was set anew, and the video goes on from its last frame.
    private const double LongestStepBack = 1.0;

    private double _start;
    private long _last = -1;

    /// <summary>The place of the next frame.</summary>
    /// <param name="seconds">When it was shown, on the caller's clock.</param>
    /// <returns>Its index in the video; null where it comes too soon after the last one.</returns>
    public long? Place(double seconds)
    {
        if (_last < 0 || seconds < _start + (_last / fps) - LongestStepBack)
        {
            _last++;
            _start = seconds - (_last / fps);
            return _last;
        }

        var requested = (seconds - _start) * fps;
        if (requested < _last + 1 - Tolerance)
        {
            return null;
        }

        _last = requested < _last + 1 + Tolerance ? _last + 1 : (long)Math.Round(requested);
        return _last;
    }
}
