namespace FaeRealtime.Live.Frames;

/// <summary>What a frame's time is spent on.</summary>
public enum FrameStage
{
    /// <summary>The generator, for a finished latent.</summary>
    Generate,

    /// <summary>The decoders, pixels packed.</summary>
    Decode,

    /// <summary>Handing the frame to the texture.</summary>
    Share,

    /// <summary>Drawing and showing it.</summary>
    Present,

    /// <summary>All of it: from reading the parameters to the shown frame.</summary>
    Latency,
}
