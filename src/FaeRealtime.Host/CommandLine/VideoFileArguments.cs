using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Programs;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of commands that make a video.</summary>
/// <param name="name">The video unless the user says otherwise.</param>
internal sealed class VideoFileArguments(string name)
{
    private readonly Option<double> _fps = new("--fps") { Description = $"Frames a second: {VideoFormats.Rates}.", DefaultValueFactory = _ => 60.0 };
    private readonly Option<int?> _size = new("--size") { Description = "Side of a frame in pixels, 16 to 4096. Default: the model's." };
    private readonly Option<string> _out = new("--out") { Description = $"The video: {VideoFormats.Choice}. An older one is replaced.", DefaultValueFactory = _ => name };
    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON." };

    public IEnumerable<Option> All => [_fps, _size, _out, _json];

    /// <summary>The video: without a name, of a kind that can carry the sound where there is one.</summary>
    public string Out(ParseResult parsed, VideoSound? sound = null) =>
        sound is { IsCarried: true } && parsed.GetResult(_out) is not { Implicit: false } ? Path.ChangeExtension(name, RecordingOptions.Ending) : parsed.GetValue(_out)!;

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The video's format, without metadata.</summary>
    /// <exception cref="FaeException">The name, folder, size or rate does not fit, or ffmpeg is missing.</exception>
    public VideoSettings Read(ParseResult parsed, ModelFolder folder, VideoSound? sound = null)
    {
        var side = parsed.GetValue(_size) ?? folder.Config.PixelDecoder.ImageSize;
        NumberRange.Check("--size", side, 16, 4096);
        var format = Format(folder, side, parsed.GetValue(_fps));
        VideoFormats.Check(Out(parsed, sound), format, Ffmpeg.Installed);
        return format;
    }

    /// <summary>Frames of a model's size in a video of another.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="side">Side of the video in pixels.</param>
    /// <param name="fps">Frames a second.</param>
    public static VideoSettings Format(ModelFolder folder, int side, double fps) => new()
    {
        Width = folder.Config.PixelDecoder.ImageSize,
        Height = folder.Config.PixelDecoder.ImageSize,
        VideoWidth = side,
        VideoHeight = side,
        Fps = fps,
    };
}
