using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace FaeRealtime.Host.Offline;

/// <summary>Brings square frames to the side that a film wants.</summary>
/// <param name="side">In pixels.</param>
internal sealed class FrameScale(int side)
{
    private readonly byte[] _scaled = new byte[side * side * 4];

    /// <summary>The frame at the film's size: itself, or a copy that the next call overwrites.</summary>
    /// <param name="rgba">RGBA, square.</param>
    /// <param name="from">Its side in pixels.</param>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> rgba, int from)
    {
        if (from == side)
        {
            return rgba;
        }

        using var image = Image.LoadPixelData<Rgba32>(rgba, from, from);
        image.Mutate(picture => picture.Resize(side, side, KnownResamplers.Bicubic));
        image.CopyPixelDataTo(_scaled);
        return _scaled;
    }
}
