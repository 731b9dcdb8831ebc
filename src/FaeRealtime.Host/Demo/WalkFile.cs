using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Demo;

/// <summary>The animated file of a demo and the contact sheet beside it.</summary>
internal static class WalkFile
{
    private const string Extension = ".webp";
    private const int SheetColumns = 6;
    private const int SheetRows = 4;

    /// <summary>Refuses a name that could not be written, before any frame is made.</summary>
    /// <exception cref="ConfigException">Wrong extension or no such folder.</exception>
    public static void Check(string path)
    {
        if (!path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigException($"--out is {path}; the demo writes animated WebP, give a name that ends in {Extension}.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new ConfigException($"--out is {path}, but the folder {folder} does not exist. Make it or choose another.");
        }
    }

    /// <summary>Writes both files, each whole or not at all.</summary>
    /// <param name="path">The animated file.</param>
    /// <param name="frames">RGBA, <paramref name="size"/> squared.</param>
    /// <param name="size">Side in pixels.</param>
    /// <param name="fps">Frames a second.</param>
    /// <returns>The animated file's length and the sheet's path.</returns>
    /// <exception cref="ImageFileException">A file cannot be encoded or written.</exception>
    public static (long Bytes, string Sheet) Write(string path, IReadOnlyList<byte[]> frames, int size, double fps)
    {
        var sheet = Path.ChangeExtension(path, ".png");
        try
        {
            using var animation = Animate(frames, size, fps);
            using var overview = Sheet(frames, size);
            AtomicFile.Write(path, stream => animation.SaveAsWebp(stream, new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = 90 }));
            AtomicFile.Write(sheet, stream => overview.SaveAsPng(stream));
            return (new FileInfo(path).Length, sheet);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ImageFormatException)
        {
            throw new ImageFileException($"{path} or {sheet} cannot be written: {failure.Message} Check the folder, its permissions and free space.", failure);
        }
    }

    private static Image<Rgba32> Animate(IReadOnlyList<byte[]> frames, int size, double fps)
    {
        var animation = Image.LoadPixelData<Rgba32>(frames[0], size, size);
        animation.Metadata.GetWebpMetadata().RepeatCount = 0;
        animation.Frames.RootFrame.Metadata.GetWebpMetadata().FrameDelay = Delay(0, fps);
        for (var i = 1; i < frames.Count; i++)
        {
            using var next = Image.LoadPixelData<Rgba32>(frames[i], size, size);
            animation.Frames.AddFrame(next.Frames.RootFrame).Metadata.GetWebpMetadata().FrameDelay = Delay(i, fps);
        }

        return animation;
    }

    // Whole milliseconds whose sum never drifts from the true time.
    private static uint Delay(int frame, double fps) =>
        (uint)(Math.Round((frame + 1) * 1000.0 / fps) - Math.Round(frame * 1000.0 / fps));

    private static Image<Rgba32> Sheet(IReadOnlyList<byte[]> frames, int size)
    {
        var cells = Math.Min(frames.Count, SheetColumns * SheetRows);
        var columns = Math.Min(cells, SheetColumns);
        var rows = (cells + columns - 1) / columns;
        var pixels = new byte[columns * size * rows * size * 4];
        pixels.AsSpan().Fill(byte.MaxValue);
        for (var cell = 0; cell < cells; cell++)
        {
            var frame = frames[(int)((long)cell * frames.Count / cells)];
            for (var y = 0; y < size; y++)
            {
                var target = ((((cell / columns * size) + y) * columns) + (cell % columns)) * size * 4;
                frame.AsSpan(y * size * 4, size * 4).CopyTo(pixels.AsSpan(target));
            }
        }

        return Image.LoadPixelData<Rgba32>(pixels, columns * size, rows * size);
    }
}
