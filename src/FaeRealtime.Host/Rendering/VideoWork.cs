using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Rendering;

/// <summary>Writes a video whose frames are made one after another.</summary>
internal static class VideoWork
{
    /// <summary>Makes a frame.</summary>
    /// <param name="index">From 0.</param>
    /// <returns>RGBA of the model's size, top row first; until the next call.</returns>
    public delegate ReadOnlySpan<byte> FrameMaker(int index);

    /// <summary>Writes the video.</summary>
    /// <param name="order">What was asked for.</param>
    /// <param name="metadata">What the video says about itself.</param>
    /// <param name="engine">What makes the frames, for the report.</param>
    /// <param name="frame">Makes a frame.</param>
    /// <param name="display">Shows how far it has come.</param>
    /// <param name="sound">A sound file of the video's length; null for none.</param>
    /// <param name="cancellationToken">Ends the video early: what is done so far is a whole video.</param>
    /// <exception cref="Core.Errors.FaeException">A frame or the output failed; no file was touched.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first frame.</exception>
    public static VideoReport Write(VideoOrder order, GenerationMetadata metadata, FrameEngineInfo engine, FrameMaker frame, VideoProgress display, string? sound, CancellationToken cancellationToken)
    {
        var format = VideoFileArguments.Format(order.Generator.Folder, order.Side, order.Fps) with { Metadata = metadata.ToText(), Sound = sound };
        var (done, interruption) = (0, VideoFormats.Interruption(order.Out, cancellationToken));
        using (var video = VideoRecording.Start(order.Out, format))
        {
            for (; done < order.Frames && !cancellationToken.IsCancellationRequested; done++)
            {
                video.Add(frame(done), interruption);
                display.Show(done + 1, order.Frames);
            }

            if (done == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            video.Finish();
        }

        return new VideoReport
        {
            Out = order.Out,
            Frames = done,
            Asked = order.Frames,
            Fps = order.Fps,
            Size = order.Side,
            Model = engine.Config.Name,
            ModelHash = engine.ModelHash,
            Device = engine.Device,
            Seconds = display.Elapsed.TotalSeconds,
        };
    }
}

/// <summary>A video as a command line asks for it, whatever it shows.</summary>
internal abstract record VideoOrder
{
    public required GeneratorChoice Generator { get; init; }

    public required int Frames { get; init; }

    /// <summary>Frames a second.</summary>
    public required double Fps { get; init; }

    /// <summary>Side of a frame in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>The video; its ending chooses the kind.</summary>
    public required string Out { get; init; }

    public bool Json { get; init; }
}
