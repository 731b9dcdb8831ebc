using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Host.Commands.Demo;

/// <summary>The video of a demo and the grid of its frames beside it.</summary>
internal static class WalkFile
{
    private const string GridExtension = ".png";
    private const int GridColumns = 6;
    private const int GridRows = 4;

    /// <summary>Refuses a name that could not be written, before any frame is made.</summary>
    /// <exception cref="FaeException">Wrong extension, size or rate, no such folder, or ffmpeg is missing.</exception>
    public static void Check(string path, VideoSettings format)
    {
        if (!VideoFormats.Check(path, format, Ffmpeg.Installed).IsOneFile)
        {
            throw new ConfigException($"--out is {path}; the demo writes one video and a grid of its frames beside it. Give .webp, .gif, .mp4 or .webm.");
        }
    }

    /// <summary>Writes both files, each whole or not at all.</summary>
    /// <param name="path">The video.</param>
    /// <param name="frames">RGBA, as <paramref name="format"/> says.</param>
    /// <param name="format">Size, rate, metadata.</param>
    /// <returns>The video's length and the grid's path.</returns>
    /// <exception cref="ImageFileException">A file cannot be encoded or written.</exception>
    public static (long Bytes, string Grid) Write(string path, IReadOnlyList<byte[]> frames, VideoSettings format)
    {
        using var video = VideoWriter.Open(path, format);
        foreach (var frame in frames)
        {
            video.Add(frame);
        }

        video.Finish();
        var grid = Path.ChangeExtension(path, GridExtension);
        WriteGrid(grid, frames, format);
        return (new FileInfo(path).Length, grid);
    }

    private static void WriteGrid(string path, IReadOnlyList<byte[]> frames, VideoSettings format)
    {
        var cells = Math.Min(frames.Count, GridColumns * GridRows);
        var columns = Math.Min(cells, GridColumns);
        var rows = (cells + columns - 1) / columns;
        var line = format.Width * 4;
        var pixels = new byte[columns * rows * format.FrameBytes];
        pixels.AsSpan().Fill(byte.MaxValue);
        for (var cell = 0; cell < cells; cell++)
        {
            var frame = frames[(int)((long)cell * frames.Count / cells)];
            for (var y = 0; y < format.Height; y++)
            {
                var target = ((((cell / columns * format.Height) + y) * columns) + (cell % columns)) * line;
                frame.AsSpan(y * line, line).CopyTo(pixels.AsSpan(target));
            }
        }

        PngFile.Write(path, pixels, columns * format.Width, rows * format.Height, format.Metadata);
    }
}
