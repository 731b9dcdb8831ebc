using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Programs;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of live commands for videos.</summary>
internal sealed class RecordingArguments
{
    private readonly Option<string?> _record = new("--record") { Description = $"Record from the first picture on: {VideoFormats.Choice} that another program reads, such as a virtual camera's." };
    private readonly Option<int?> _side = new("--video-size", "--film-size") { Description = "Longer side of all videos in pixels, 16 to 4096. Default: the smallest whole multiple of the picture's from 512 on (.webp, .gif, .png and raw: the picture's)." };

    public IEnumerable<Option> All => [_record, _side];

    /// <exception cref="FaeException">The name, folder or size does not fit, or ffmpeg is missing.</exception>
    public RecordingOptions Read(ParseResult parsed, ModelFolder model)
    {
        var video = new RecordingOptions(parsed.GetValue(_record), parsed.GetValue(_side));
        NumberRange.Check("--video-size", video.Side ?? 16, 16, 4096);
        if (video.Path is { } path)
        {
            var side = model.Config.PixelDecoder.ImageSize;
            VideoFormats.Check(path, video.Settings(path, side, side, null), Ffmpeg.Installed);
        }

        return video;
    }
}
