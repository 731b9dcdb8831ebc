namespace FaeRealtime.Host.Output.Recording;

/// <summary>Places frames that come when they come on the even grid of a film.</summary>
/// <param name="fps">Frames a second of the film.</param>
internal sealed class FilmPacing(double fps)
{
    // How far a frame may lie from its place, in film frames. More than a half, so that a source of the film's own rate whose times tremble
    // by up to a quarter of a frame is taken frame by frame, without one skipped here and one repeated there.
    private const double Tolerance = 0.75;

    // A clock that goes back further than this was set anew, and the film goes on from its last frame.
    private const double LongestStepBack = 1.0;

    private double _start;
    private long _last = -1;

    /// <summary>The place of the next frame.</summary>
    /// <param name="seconds">When it was shown, on the caller's clock.</param>
    /// <returns>Its index in the film; null where it comes too soon after the last one.</returns>
    public long? Place(double seconds)
    {
        if (_last < 0 || seconds < _start + (_last / fps) - LongestStepBack)
        {
            _last++;
            _start = seconds - (_last / fps);
            return _last;
        }

        var wished = (seconds - _start) * fps;
        if (wished < _last + 1 - Tolerance)
        {
            return null;
        }

        _last = wished < _last + 1 + Tolerance ? _last + 1 : (long)Math.Round(wished);
        return _last;
    }
}
