using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Remote.Inputs;

/// <summary>Where moving pictures come from, for ffmpeg.</summary>
/// <param name="Name">As the user has it.</param>
/// <param name="Arguments">Its input arguments.</param>
public sealed record VideoSource(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>A camera's format on Linux.</summary>
    public const string Camera = "v4l2";

    private static readonly string[] Devices = [Camera, "x11grab", "kmsgrab", "fbdev", "lavfi"];

    /// <summary>Reads what a user gave.</summary>
    /// <param name="text">A video or image file, a named pipe that holds such, or a capture device of ffmpeg as FORMAT:DEVICE, such as <c>v4l2:/dev/video0</c> or <c>x11grab::0</c>.</param>
    /// <exception cref="ConfigException">There is no such file or device.</exception>
    public static VideoSource Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Devices.Contains(text[..colon]))
        {
            var (format, device) = (text[..colon], text[(colon + 1)..]);
            return format == Camera && !File.Exists(device)
                ? throw new ConfigException($"There is no camera {device}.{Cameras()} Give one, or leave it out.")
                : new VideoSource(text, ["-f", format, "-i", device]);
        }

        if (!File.Exists(text))
        {
            throw new ConfigException($"There is no video {text}. Give a video or image file, a named pipe, or a capture device as {string.Join(", ", Devices.Select(name => name + ":NAME"))}.");
        }

        // The prefix keeps a file's name from being read as a protocol's. A file plays at its own speed and begins again; a pipe plays as it comes, once.
        return new VideoSource(text, IsPipe(text) ? ["-i", $"file:{text}"] : ["-re", "-stream_loop", "-1", "-i", $"file:{text}"]);
    }

    private static string Cameras()
    {
        string[] there = Directory.Exists("/dev") ? [.. Directory.EnumerateFiles("/dev", "video*").Order(StringComparer.Ordinal)] : [];
        return there.Length == 0 ? " This machine has none." : $" There are {string.Join(", ", there)}.";
    }

    private static bool IsPipe(string path)
    {
        try
        {
            using var file = InputFile.Open(path, bufferBytes: 0);
            return false;
        }
        catch (IOException)
        {
            // Refused without waiting for a writer; ffmpeg says what is wrong with anything else.
            return true;
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new ConfigException($"The video {path} cannot be read: {failure.Message}", failure);
        }
    }
}
