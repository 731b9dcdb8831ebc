using System.Diagnostics;

namespace FaeRealtime.Video.Tests;

/// <summary>The installed ffmpeg, as the reader that videos are made for.</summary>
internal static class FfmpegProgram
{
    private static readonly string[] Folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);

    /// <summary>Why no test can use it, or null.</summary>
    public static string? Reason { get; } = Folders.Any(folder => File.Exists(Path.Combine(folder, "ffmpeg"))) ? null : "needs ffmpeg: ./fae setup installs it";

    /// <summary>A video's frames as RGBA.</summary>
    public static List<byte[]> Frames(string path, int frameBytes) =>
        [.. Run("ffmpeg", "-v", "error", "-i", path, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgba", "-").Chunk(frameBytes)];

    /// <summary>A fact of the video's stream, as ffprobe names it.</summary>
    public static string Probe(string path, string entry) =>
        System.Text.Encoding.UTF8.GetString(Run("ffprobe", "-v", "error", "-count_frames", "-show_entries", entry, "-of", "csv=p=0", path)).Trim();

    private static byte[] Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
