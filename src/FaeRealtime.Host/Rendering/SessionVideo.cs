using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Host.Rendering;

/// <summary>Writes a session as a video, every frame, at any rate: the same bytes for the same request.</summary>
internal static class SessionVideo
{
    /// <summary>Makes the video.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="display">Shows how far it has come.</param>
    /// <param name="cancellationToken">Ends the video early: what is done so far is a whole video.</param>
    /// <exception cref="Core.Errors.FaeException">The model or the output failed; no file was touched.</exception>
    public static VideoReport Run(VideoRequest request, VideoProgress display, CancellationToken cancellationToken)
    {
        var format = VideoFileArguments.Format(request.Generator.Folder, request.Side, request.Fps);
        var kind = VideoFormats.Check(request.Out, format, Ffmpeg.Installed);
        using var frames = SessionFrames.Open(request.Generator, request.Parameters, request.Fps, request.Set, request.Sound?.File);
        using var sound = Sound(request, kind, display);
        return VideoWork.Write(request, Metadata(request, frames), frames.Info, _ => frames.Next(), display, sound?.Path, cancellationToken);
    }

    private static SoundTrack? Sound(VideoRequest request, VideoFormat kind, VideoProgress display)
    {
        if (request.Sound is not { IsCarried: true } sound)
        {
            return null;
        }

        if (!kind.CarriesSound)
        {
            display.Tell($"fae: {request.Out} is silent, a {kind.Name} carries no sound; write {string.Join(" or ", VideoFormats.All.Where(other => other.CarriesSound).Select(other => other.Extension))} to hear {sound.File}");
            return null;
        }

        return SoundTrack.Cut(sound.File, request.Start, request.Frames / request.Fps);
    }

    // A long set is named in the video's metadata, where it has no room.
    private static GenerationMetadata Metadata(VideoRequest request, SessionFrames frames)
    {
        var metadata = All(request, frames);
        return request.Set is null || MetadataLimits.Fits(metadata.ToText()) ? metadata : metadata with { Set = null, SetFile = request.SetFile };
    }

    private static GenerationMetadata All(VideoRequest request, SessionFrames frames) => new()
    {
        Command = request.Command,
        Model = request.Generator.Folder.Name,
        ModelHash = frames.Info.ModelHash,
        Generator = request.Generator.Generator,
        Engine = frames.Engine,
        Parameters = SessionMetadata.Json(request.Parameters),
        Set = SessionMetadata.Json(request.Set),
        Sound = request.Sound?.Identity,
        Video = new VideoPathMetadata(request.Fps, request.Frames, request.Side),
    };
}
