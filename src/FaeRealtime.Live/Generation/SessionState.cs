namespace FaeRealtime;

/// <summary>Where a session stands.</summary>
public enum SessionState
{
    /// <summary>The engine is being opened.</summary>
    Loading,

    /// <summary>Frames are made.</summary>
    Running,

    /// <summary>The engine failed: the last good frame stays, <see cref="LatentSession.Failure"/> says why, <see cref="LatentSession.Reload"/> tries again.</summary>
    Failed,

    /// <summary>Disposed.</summary>
    Closed,
}
