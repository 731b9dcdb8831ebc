using System.Drawing;

namespace FaeRealtime.Data.Resampling;

/// <summary>Pillow's <c>Image.resize</c> on 8-bit RGB, to the bit: a horizontal then a vertical pass, each rounded to 8 bits from fixed-point sums.</summary>
/// <remarks>
/// Data preparations of this field are defined by what Pillow returns, and published statistics (ADM's reference batches) hold for those bytes only.
/// Every output pixel depends on its own row and column of weights alone, so a window of the result costs only that window.
/// </remarks>
internal static class PillowResize
{
    private const int Half = 1 << (AxisWeights.FractionBits - 1);

    /// <summary>Resizes the whole image.</summary>
    public static RgbImage Resize(RgbImage image, int width, int height, ResampleFilter filter) =>
        Resize(image, new Size(width, height), new Rectangle(0, 0, width, height), filter);

    /// <summary>A window of the resized image.</summary>
    /// <param name="image">The source. Borrowed.</param>
    /// <param name="size">Size of the whole result.</param>
    /// <param name="window">What of it is wanted, inside it.</param>
    /// <param name="filter">The filter.</param>
    public static RgbImage Resize(RgbImage image, Size size, Rectangle window, ResampleFilter filter)
    {
        if (filter == ResampleFilter.Nearest)
        {
            return Nearest(image, size, window);
        }

        var kernel = FilterKernel.Of(filter);
        var rows = AxisWeights.Of(kernel, image.Height, size.Height, window.Y, window.Height);
        var keepsRows = size.Height == image.Height;
        var (top, bottom) = keepsRows ? (window.Top, window.Bottom) : (rows.FirstInput, rows.EndInput);
        var across = size.Width == image.Width
            ? Cut(image, new Rectangle(window.X, top, window.Width, bottom - top))
            : Across(image, AxisWeights.Of(kernel, image.Width, size.Width, window.X, window.Width), top, bottom);
        return keepsRows ? across : Down(across, rows, top);
    }

    /// <summary>A copy of a part.</summary>
    public static RgbImage Cut(RgbImage image, Rectangle window)
    {
        if (window == new Rectangle(0, 0, image.Width, image.Height))
        {
            return image;
        }

        var result = New(window.Width, window.Height);
        for (var y = 0; y < window.Height; y++)
        {
            image.Row(window.Y + y).Slice(window.X * RgbImage.Channels, window.Width * RgbImage.Channels).CopyTo(result.Row(y));
        }

        return result;
    }

    private static RgbImage Across(RgbImage image, AxisWeights columns, int top, int bottom)
    {
        var result = New(columns.Count, bottom - top);
        for (var y = top; y < bottom; y++)
        {
            var source = image.Row(y);
            var target = result.Row(y - top);
            for (var x = 0; x < columns.Count; x++)
            {
                var weights = columns.Taps(x, out var from);
                var pixels = source.Slice(from * RgbImage.Channels, weights.Length * RgbImage.Channels);
                int red = Half, green = Half, blue = Half;
                for (var k = 0; k < weights.Length; k++)
                {
                    red += pixels[3 * k] * weights[k];
                    green += pixels[(3 * k) + 1] * weights[k];
                    blue += pixels[(3 * k) + 2] * weights[k];
                }

                (target[3 * x], target[(3 * x) + 1], target[(3 * x) + 2]) = (Byte(red), Byte(green), Byte(blue));
            }
        }

        return result;
    }

    // Row by row over all columns, so that the inner loop runs along memory.
    private static RgbImage Down(RgbImage image, AxisWeights rows, int top)
    {
        var result = New(image.Width, rows.Count);
        var sums = new int[image.Width * RgbImage.Channels];
        for (var y = 0; y < rows.Count; y++)
        {
            Array.Fill(sums, Half);
            var weights = rows.Taps(y, out var from);
            for (var k = 0; k < weights.Length; k++)
            {
                var source = image.Row(from - top + k);
                var weight = weights[k];
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += source[i] * weight;
                }
            }

            var target = result.Row(y);
            for (var i = 0; i < sums.Length; i++)
            {
                target[i] = Byte(sums[i]);
            }
        }

        return result;
    }

    private static RgbImage Nearest(RgbImage image, Size size, Rectangle window)
    {
        var (columns, rows) = (Places(image.Width, size.Width), Places(image.Height, size.Height));
        var result = New(window.Width, window.Height);
        for (var y = 0; y < window.Height; y++)
        {
            var source = image.Row(rows[window.Y + y]);
            var target = result.Row(y);
            for (var x = 0; x < window.Width; x++)
            {
                source.Slice(columns[window.X + x] * RgbImage.Channels, RgbImage.Channels).CopyTo(target[(x * RgbImage.Channels)..]);
            }
        }

        return result;
    }

    // Places are summed up, not multiplied: the reference's rounding decides ties.
    private static int[] Places(int input, int output)
    {
        var scale = (double)input / output;
        var places = new int[output];
        var place = scale * 0.5;
        for (var i = 0; i < output; i++)
        {
            places[i] = Math.Min(input - 1, (int)place);
            place += scale;
        }

        return places;
    }

    private static RgbImage New(int width, int height) => new(width, height, new byte[checked(width * height * RgbImage.Channels)]);

    private static byte Byte(int sum) => (byte)Math.Clamp(sum >> AxisWeights.FractionBits, 0, 255);
}
