using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace FaeRealtime.Video.Formats;

/// <summary>Brings frames to another size, bicubic.</summary>
/// <param name="width">In pixels, of the result.</param>
/// <param name="height">In pixels, of the result.</param>
public sealed class FrameScale(int width, int height)
{
    private readonly byte[] _scaled = new byte[width * height * 4];

    /// <summary>The frame at the wanted size: itself, or a copy that the next call overwrites.</summary>
    /// <param name="rgba">RGBA <c>[fromHeight, fromWidth, 4]</c>.</param>
    /// <param name="fromWidth">In pixels.</param>
    /// <param name="fromHeight">In pixels.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> rgba, int fromWidth, int fromHeight)
    {
        if ((fromWidth, fromHeight) == (width, height))
        {
            return rgba;
        }

        using var image = Image.LoadPixelData<Rgba32>(rgba, fromWidth, fromHeight);
        image.Mutate(picture => picture.Resize(width, height, KnownResamplers.Bicubic));
        image.CopyPixelDataTo(_scaled);
        return _scaled;
    }
}
