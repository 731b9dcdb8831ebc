using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Evaluation.Patches;

/// <summary>Shades from dark blue over green to yellow, evenly brighter, so that a map reads without colours too; and distinct colours for points.</summary>
internal static class HeatColour
{
    // Anchors of viridis (van der Walt & Smith 2015, CC0).
    private static readonly (byte R, byte G, byte B)[] Anchors =
        [(68, 1, 84), (72, 40, 120), (62, 74, 137), (49, 104, 142), (38, 130, 142), (31, 158, 137), (53, 183, 121), (109, 205, 89), (180, 222, 44), (253, 231, 37)];

    /// <summary>The shade of a value in [0, 1].</summary>
    public static Rgb24 Of(double value)
    {
        var place = Math.Clamp(value, 0, 1) * (Anchors.Length - 1);
        var below = Math.Min((int)place, Anchors.Length - 2);
        var (a, b, share) = (Anchors[below], Anchors[below + 1], place - below);
        return new Rgb24(Mix(a.R, b.R, share), Mix(a.G, b.G, share), Mix(a.B, b.B, share));
    }

    /// <summary>The i-th of n colours around the circle of hues.</summary>
    public static Rgb24 Hue(int index, int count)
    {
        byte Channel(double offset)
        {
            var hue = (((double)index / count) + offset) % 1 * 6;
            return (byte)Math.Round(255 * Math.Clamp(Math.Abs(hue - 3) - 1, 0, 1));
        }

        return new Rgb24(Channel(0), Channel(2.0 / 3), Channel(1.0 / 3));
    }

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
