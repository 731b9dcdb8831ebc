using FaeRealtime.Models.Checkpoints;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using TorchSharp;

namespace FaeRealtime.Training.Validation;

/// <summary>Images in a grid, written as PNG.</summary>
internal static class SampleGrid
{
    private const int Gap = 2;

    /// <summary>Writes originals above their reconstructions: rows alternate.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="above"><c>[N, 3, H, W]</c>. Borrowed.</param>
    /// <param name="below"><c>[N, 3, H, W]</c>. Borrowed.</param>
    /// <param name="columns">Images a row.</param>
    public static void WritePairs(string path, torch.Tensor above, torch.Tensor below, int columns)
    {
        using var scope = torch.NewDisposeScope();
        var rows = new List<torch.Tensor>();
        for (long start = 0; start < above.shape[0]; start += columns)
        {
            var count = Math.Min(columns, above.shape[0] - start);
            rows.Add(above.narrow(0, start, count));
            rows.Add(below.narrow(0, start, count));
        }

        Write(path, rows, columns);
    }

    /// <summary>Writes rows of images.</summary>
    /// <param name="path">The PNG.</param>
    /// <param name="rows">Each <c>[n, 3, H, W]</c>, n up to <paramref name="columns"/>; values are clamped to [0, 1]. Borrowed.</param>
    /// <param name="columns">Width of the sample grid in images.</param>
    public static void Write(string path, IReadOnlyList<torch.Tensor> rows, int columns)
    {
        var (height, width) = ((int)rows[0].shape[2], (int)rows[0].shape[3]);
        var gridWidth = (columns * (width + Gap)) + Gap;
        var gridHeight = (rows.Count * (height + Gap)) + Gap;
        var pixels = new Rgb24[gridWidth * gridHeight];
        Array.Fill(pixels, new Rgb24(128, 128, 128));
        for (var row = 0; row < rows.Count; row++)
        {
            var bytes = Bytes(rows[row]);
            for (var column = 0; column < (int)rows[row].shape[0]; column++)
            {
                var corner = (((row * (height + Gap)) + Gap) * gridWidth) + (column * (width + Gap)) + Gap;
                Place(bytes.AsSpan(column * 3 * height * width, 3 * height * width), pixels.AsSpan(corner), width, gridWidth);
            }
        }

        using var image = Image.LoadPixelData<Rgb24>(pixels, gridWidth, gridHeight);
        image.SaveAsPng(path);
    }

    private static void Place(ReadOnlySpan<byte> planes, Span<Rgb24> target, int width, int stride)
    {
        var plane = planes.Length / 3;
        for (var i = 0; i < plane; i++)
        {
            target[(i / width * stride) + (i % width)] = new Rgb24(planes[i], planes[plane + i], planes[(2 * plane) + i]);
        }
    }

    private static byte[] Bytes(torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        var values = TensorExport.Values((images.clamp(0, 1) * 255).round());
        return Array.ConvertAll(values, value => (byte)value);
    }
}
