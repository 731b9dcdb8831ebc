using FaeRealtime.Core.Errors;

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

        // The prefix keeps a file's name from being read as a protocol's.
        return File.Exists(text)
            ? new AudioSource(["-stream_loop", "-1", "-i", $"file:{text}"], Captures: false)
            : throw new ConfigException($"There is no sound {text}. Give a sound file, or a capture device as {string.Join(", ", Devices.Select(name => name + ":NAME"))}.");
    }
}
