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

/// <summary>How a picture is enlarged to its target.</summary>
public enum PresentFilter
{
    /// <summary>Bilinear: soft, for pictures.</summary>
    Smooth,

    /// <summary>Nearest pixel: hard edges, and exact bytes at whole-number scales.</summary>
    Nearest,
}

/// <summary>A rectangle of a target in pixels.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Edge nearest to the origin: the bars are equal on both sides up to one pixel.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public readonly record struct PresentArea(int X, int Y, int Width, int Height)
{
    /// <summary>The largest centred rectangle with the source's aspect.</summary>
    /// <param name="sourceWidth">Source width in pixels, positive.</param>
    /// <param name="sourceHeight">Source height in pixels, positive.</param>
    /// <param name="targetWidth">Target width in pixels, positive.</param>
    /// <param name="targetHeight">Target height in pixels, positive.</param>
    /// <returns>The rectangle; at least one pixel a side.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static PresentArea Fit(int sourceWidth, int sourceHeight, int targetWidth, int targetHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sourceWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sourceHeight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetHeight);
        var wide = (long)targetWidth * sourceHeight >= (long)targetHeight * sourceWidth;
        var width = wide ? Rounded((long)sourceWidth * targetHeight, sourceHeight) : targetWidth;
        var height = wide ? targetHeight : Rounded((long)sourceHeight * targetWidth, sourceWidth);
        return new((targetWidth - width) / 2, (targetHeight - height) / 2, width, height);
    }

    private static int Rounded(long numerator, int denominator) => (int)Math.Max(1, (numerator + (denominator / 2)) / denominator);
}
