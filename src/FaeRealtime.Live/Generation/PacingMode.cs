namespace FaeRealtime;

/// <summary>Who says when the next frame is made.</summary>
public enum PacingMode
{
    /// <summary>The wall clock: the latest frame wins, drops are counted.</summary>
    Live,

    /// <summary>The caller: each <see cref="LatentSession.Update"/> makes exactly one frame, its step in time later; nothing is dropped, everything repeats.</summary>
    Exact,
}
