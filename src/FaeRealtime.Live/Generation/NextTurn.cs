namespace FaeRealtime.Live.Generation;

/// <summary>How soon the generator thread is needed again.</summary>
internal enum NextTurn
{
    /// <summary>The picture waits for a key.</summary>
    AtOnce,

    /// <summary>When the next frame is due.</summary>
    OnTime,

    /// <summary>Nothing moves and nothing is missing: not before a parameter changes.</summary>
    OnChange,
}
