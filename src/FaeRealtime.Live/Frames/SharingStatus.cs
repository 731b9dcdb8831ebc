namespace FaeRealtime.Live.Frames;

/// <summary>How frames reach the texture, and why so.</summary>
/// <param name="Path">The way.</param>
/// <param name="Reason">What is shared, or why nothing is; the end of a sentence, without a full stop.</param>
public sealed record SharingStatus(SharingPath Path, string Reason)
{
    internal static SharingStatus Detached { get; } = new(SharingPath.None, "no OpenGL context is attached, or the engine is still opening");
}

/// <summary>How a frame reaches the texture.</summary>
public enum SharingPath
{
    /// <summary>Not decided: no OpenGL context is attached, or the engine is still opening.</summary>
    None,

    /// <summary>Through host memory.</summary>
    Host,

    /// <summary>From the device's memory into the texture; no pixel passes through host memory.</summary>
    Device,
}
