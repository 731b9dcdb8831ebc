using System.CommandLine;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of commands that make a video of a sound: it steers modulations, and the video carries it.</summary>
internal sealed class SoundArguments
{
    private readonly Option<string?> _audio = new("--audio") { Description = "Sound file that modulations follow, repeated; .mp4 and .webm carry it." };
    private readonly Option<bool> _noSound = new("--no-sound") { Description = "Leave the sound of --audio out of the video: it only steers." };

    public IEnumerable<Option> All => [_audio, _noSound];

    /// <summary>The sound; null for none.</summary>
    public VideoSound? Read(ParseResult parsed) => parsed.GetValue(_audio) is { } file ? new VideoSound(file, !parsed.GetValue(_noSound)) : null;
}

/// <summary>The sound of a video.</summary>
/// <param name="File">A sound file.</param>
/// <param name="IsCarried">Whether the video shall have it, too.</param>
internal sealed record VideoSound(string File, bool IsCarried)
{
    /// <summary>As metadata name it.</summary>
    public string Identity => FileIdentity.Of(File);
}

/// <summary>The option <c>--audio</c> of live commands.</summary>
internal static class AudioOption
{
    public static Option<string?> ForSession() => new("--audio") { Description = "Sound that modulations may follow: a file, repeated, or a capture device of ffmpeg such as pulse:default or alsa:hw:0." };
}
