using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Motion;

/// <summary>A moving picture before it is painted. Used on the generator thread only.</summary>
internal interface ILatentSource
{
    /// <summary>Where the source stands, in keys of length 1; a timeline that is closed comes back to 0.</summary>
    double Position { get; }

    /// <summary>The place within the present round of a path that comes back to its start; not a number on others.</summary>
    double Round { get; }

    /// <summary>Whether there is something to show.</summary>
    bool IsReady { get; }

    /// <summary>Takes changed parameters where they only bend the way.</summary>
    /// <param name="parameters">The new ones.</param>
    /// <returns>False where they need another source; nothing is changed then.</returns>
    bool TryUpdate(SessionParameters parameters);

    /// <summary>Moves on and writes what is to be shown.</summary>
    /// <param name="turn">How far, how long, and whether to wait for keys.</param>
    /// <param name="point">Receives it.</param>
    /// <returns>False while there is nothing to show yet.</returns>
    bool Advance(in FrameStep turn, FramePoint point);

    /// <summary>Does a share of the work that later frames need.</summary>
    /// <returns>Whether the picture waits until more of it is done.</returns>
    bool Prepare();
}

/// <summary>One step of a source.</summary>
/// <param name="Distance">How far to move, in keys.</param>
/// <param name="Seconds">How much time passes, for fades.</param>
/// <param name="Complete">Whether to finish keys that are not ready (exact pacing) or to wait until they are (live).</param>
internal readonly record struct FrameStep(double Distance, double Seconds, bool Complete);
