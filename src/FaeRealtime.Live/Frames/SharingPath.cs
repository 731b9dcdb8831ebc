namespace FaeRealtime.Live.Frames;

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
