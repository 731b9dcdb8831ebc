namespace FaeRealtime.Graphics.Presenting;

/// <summary>How a picture is enlarged to its target.</summary>
public enum PresentFilter
{
    /// <summary>Bilinear: soft, for pictures.</summary>
    Smooth,

    /// <summary>Nearest pixel: hard edges, and exact bytes at whole-number scales.</summary>
    Nearest,
}
