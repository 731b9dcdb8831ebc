using System.Numerics;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>How a picture is presented. Make one and keep it: a frame then allocates nothing.</summary>
public sealed record PresentOptions
{
    /// <summary>Smooth, centred on black.</summary>
    public static PresentOptions Default { get; } = new();

    /// <summary>How the picture is enlarged.</summary>
    public PresentFilter Filter { get; init; } = PresentFilter.Smooth;

    /// <summary>Colour of the bars beside a picture of another aspect: red, green, blue in [0, 1], written as they are (no sRGB conversion). Black by default, which a projector does not show.</summary>
    public Vector3 Background { get; init; }
}
