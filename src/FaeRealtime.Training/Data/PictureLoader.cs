using FaeRealtime.Core.Errors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace FaeRealtime.Training.Data;

/// <summary>Decodes the pictures of a data folder.</summary>
internal static class PictureLoader
{
    private const int NamedFailures = 5;

    /// <summary>Reads one split.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="split">Which pictures.</param>
    /// <param name="size">Side to which other sizes are resized, bicubic.</param>
    /// <param name="mirrored">Whether the set also has mirrored views.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="ImageFileException">Pictures are absent or unreadable: how many, and the first few by name.</exception>
    public static PictureSet Load(PreparedFolder folder, DatasetSplit split, int size, bool mirrored, CancellationToken cancellationToken)
    {
        var items = folder.Manifest.Items.Where(item => item.Split == split).ToArray();
        var length = 3 * size * size;
        var planes = new byte[checked((long)items.Length * length)];
        var failures = new List<string>();
        for (var i = 0; i < items.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(folder.Path, items[i].File);
            if (Read(path, size, planes.AsSpan(i * length, length)) is { } reason)
            {
                failures.Add($"{path} ({reason})");
            }
        }

        return failures.Count == 0
            ? new PictureSet(planes, size, [.. items.Select(item => (long)folder.ClassOf(item))], [.. items.Select(item => item.Name)], mirrored)
            : throw new ImageFileException(
                $"{failures.Count} of {items.Length} pictures in {folder.Path} cannot be read: {string.Join(", ", failures.Take(NamedFailures))}"
                + $"{(failures.Count > NamedFailures ? ", …" : string.Empty)}. Delete them and prepare the data again.");
    }

    private static string? Read(string path, int size, Span<byte> planes)
    {
        try
        {
            using var image = Image.Load<Rgb24>(path);
            if (image.Width != size || image.Height != size)
            {
                image.Mutate(context => context.Resize(size, size));
            }

            Split(image, planes);
            return null;
        }
        catch (Exception failure) when (failure is ImageFormatException or IOException)
        {
            return failure is FileNotFoundException ? "absent" : failure.Message;
        }
    }

    private static void Split(Image<Rgb24> image, Span<byte> planes)
    {
        var pixels = new Rgb24[image.Width * image.Height];
        image.CopyPixelDataTo(pixels);
        for (var i = 0; i < pixels.Length; i++)
        {
            planes[i] = pixels[i].R;
            planes[pixels.Length + i] = pixels[i].G;
            planes[(2 * pixels.Length) + i] = pixels[i].B;
        }
    }
}
