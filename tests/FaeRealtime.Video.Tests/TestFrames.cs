using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Video.Tests;

/// <summary>Frames that tell themselves apart: a soft picture, brighter from one to the next.</summary>
internal static class TestFrames
{
    public const int Width = 48;
    public const int Height = 32;

    /// <summary>Metadata with everything that a container could trip over.</summary>
    public const string Metadata = "{\"seed\":17,\"prompt\":\"a = 'b'; \\\"c\\\" \u00E9 \u4E2D \\n #x\",\"weights\":[0.25,0.75]}";

    public static VideoSettings Format { get; } = new() { Width = Width, Height = Height, Fps = 25, Metadata = Metadata };

    /// <summary>One frame of 1 to 8.</summary>
    public static byte[] Frame(int index, int width = Width, int height = Height)
    {
        var rgba = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width, i / width);
            rgba[4 * i] = (byte)(24 + (25 * index));
            rgba[(4 * i) + 1] = (byte)(x * 200 / width);
            rgba[(4 * i) + 2] = (byte)(y * 200 / height);
            rgba[(4 * i) + 3] = byte.MaxValue;
        }

        return rgba;
    }

    /// <summary>Which frame of <see cref="Frame"/> a decoded one is.</summary>
    public static int IndexOf(ReadOnlySpan<byte> rgba)
    {
        var sum = 0L;
        for (var i = 0; i < rgba.Length; i += 4)
        {
            sum += rgba[i];
        }

        return (int)Math.Round(((4.0 * sum / rgba.Length) - 24) / 25);
    }

    /// <summary>Writes a video of frames 0 to <paramref name="count"/> − 1.</summary>
    public static void Write(string path, int count, VideoSettings? format = null)
    {
        using var video = VideoWriter.Open(path, format ?? Format);
        for (var i = 0; i < count; i++)
        {
            video.Add(Frame(i, video.Settings.Width, video.Settings.Height));
        }

        video.Finish();
    }

    /// <summary>Mean absolute difference of two pictures.</summary>
    public static double Difference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        Assert.Equal(one.Length, other.Length);
        var sum = 0L;
        for (var i = 0; i < one.Length; i++)
        {
            sum += Math.Abs(one[i] - other[i]);
        }

        return (double)sum / one.Length;
    }
}
