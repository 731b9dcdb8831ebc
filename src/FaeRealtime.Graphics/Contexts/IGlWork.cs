namespace FaeRealtime.Graphics.Contexts;

/// <summary>Commands for the thread of a context, in pieces, so that a thread that has other things to do can stop between two.</summary>
public interface IGlWork
{
    /// <summary>Binds what the pieces need: called first, and again after somebody else used the context.</summary>
    void Begin();

    /// <summary>Issues the next piece, and does not wait for the device.</summary>
    /// <param name="patience">How long it may wait for what the device finishes, in nanoseconds; 0 where the thread has other things to do.</param>
    GlPiece Advance(ulong patience);
}

/// <summary>What a piece of work was.</summary>
/// <param name="State">What follows.</param>
/// <param name="Cost">What it asks of the device beside others of this process: about its operations and four times its bytes.</param>
public readonly record struct GlPiece(GlPieceState State, long Cost = 0)
{
    /// <summary>Nothing to do until the device has finished what it has.</summary>
    public static GlPiece Waits => new(GlPieceState.Waits);

    /// <summary>The last piece.</summary>
    public static GlPiece Last => new(GlPieceState.Last);
}

/// <summary>What follows a piece of work.</summary>
public enum GlPieceState
{
    /// <summary>Another piece.</summary>
    More,

    /// <summary>The same piece again: the device has not finished yet.</summary>
    Waits,

    /// <summary>Nothing.</summary>
    Last,
}
