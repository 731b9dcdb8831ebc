using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Remote.Audio;

/// <summary>Where a sound comes from, for ffmpeg.</summary>
/// <param name="Arguments">Its input arguments.</param>
/// <param name="Captures">Whether it plays by itself.</param>
internal sealed record AudioSource(IReadOnlyList<string> Arguments, bool Captures)
{
    private static readonly string[] Devices = ["pulse", "alsa", "jack", "oss", "sndio"];

    /// <param name="text">A file, or FORMAT:DEVICE.</param>
    /// <exception cref="ConfigException">Neither.</exception>
    public static AudioSource Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Devices.Contains(text[..colon]))
        {
            return new AudioSource(["-f", text[..colon], "-i", text[(colon + 1)..]], Captures: true);
        }

        try
        {
            // ffmpeg would wait for a pipe's writer for ever.
            using var sound = InputFile.Open(text, bufferBytes: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"There is no sound {text}: {failure.Message} Give a sound file, or a capture device as {string.Join(", ", Devices.Select(name => name + ":NAME"))}.", failure);
        }

        // The prefix keeps a file's name from being read as a protocol's.
        return new AudioSource(["-stream_loop", "-1", "-i", $"file:{text}"], Captures: false);
    }
}
