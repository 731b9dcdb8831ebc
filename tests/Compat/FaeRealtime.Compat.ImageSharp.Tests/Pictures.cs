using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Compat.ImageSharp.Tests;

/// <summary>Pictures to test with, and how far two are apart.</summary>
internal static class Pictures
{
    /// <summary>Seeded noise in every channel.</summary>
    internal static Image<TPixel> Noise<TPixel>(int width, int height, int seed = 1)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Random random = new(seed);
        byte[] bytes = new byte[width * height * System.Runtime.CompilerServices.Unsafe.SizeOf<TPixel>()];
        random.NextBytes(bytes);
        return Image.LoadPixelData<TPixel>(bytes, width, height);
    }

    /// <summary>Slow waves, which survive lossy codecs.</summary>
    internal static Image<Rgb24> Waves(int width, int height, double phase = 0)
    {
        Image<Rgb24> image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                image[x, y] = new Rgb24(Wave((x * 0.1) + phase), Wave((y * 0.08) + phase), Wave(((x + y) * 0.05) - phase));
            }
        }

        return image;
    }

    internal static byte[] Bytes<TPixel>(Image<TPixel> image)
        where TPixel : unmanaged, IPixel<TPixel> => Bytes(image.Frames.RootFrame);

    internal static byte[] Bytes<TPixel>(ImageFrame<TPixel> frame)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        byte[] bytes = new byte[frame.Width * frame.Height * System.Runtime.CompilerServices.Unsafe.SizeOf<TPixel>()];
        frame.CopyPixelDataTo(bytes);
        return bytes;
    }

    internal static byte[] Encode(Image image, IImageEncoder encoder)
    {
        using MemoryStream stream = new();
        image.Save(stream, encoder);
        return stream.ToArray();
    }

    internal static (int Largest, double Mean) Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Assert.Equal(a.Length, b.Length);
        int largest = 0;
        long sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            int difference = Math.Abs(a[i] - b[i]);
            largest = Math.Max(largest, difference);
            sum += difference;
        }

        return (largest, (double)sum / a.Length);
    }

    private static byte Wave(double angle) => (byte)(127.5 + (120 * Math.Sin(angle)));
}
