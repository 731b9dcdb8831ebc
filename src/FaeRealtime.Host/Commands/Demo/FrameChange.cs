namespace FaeRealtime.Host.Commands.Demo;

/// <summary>How much a sequence of frames moves.</summary>
internal static class FrameChange
{
    /// <summary>Mean absolute difference of RGB values between all frames that lie <paramref name="apart"/> frames from each other.</summary>
    /// <param name="frames">RGBA, all of one size.</param>
    /// <param name="apart">At least 1.</param>
    /// <returns>In 0…255; 0 when the sequence is shorter.</returns>
    public static double Mean(IReadOnlyList<byte[]> frames, int apart)
    {
        var sum = 0L;
        var values = 0L;
        for (var i = 0; i + apart < frames.Count; i++)
        {
            sum += Difference(frames[i], frames[i + apart]);
            values += frames[i].Length / 4 * 3;
        }

        return values == 0 ? 0.0 : (double)sum / values;
    }

    // Alpha is opaque throughout and adds nothing.
    private static long Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var sum = 0L;
        for (var i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return sum;
    }
}
