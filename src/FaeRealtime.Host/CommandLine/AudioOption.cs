using System.CommandLine;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The option <c>--audio</c> of live commands.</summary>
internal static class AudioOption
{
    public static Option<string?> Create() => new("--audio") { Description = "Sound that modulations may follow: a file, repeated, or a capture device of ffmpeg such as pulse:default or alsa:hw:0." };
}
