using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Encoders;

/// <summary>One kind of video file: its names, its limits, its encoder, the reader of its metadata. A new one is a folder with such a class and a line in the list of formats.</summary>
public abstract class VideoFormat
{
    /// <summary>As messages name it, such as <c>mp4</c>.</summary>
    public abstract string Name { get; }

    /// <summary>How its names end, in lower case and with the dot.</summary>
    public abstract string Extension { get; }

    /// <summary>As the help says a name, such as <c>.mp4</c>.</summary>
    public virtual string Usage => Extension;

    /// <summary>The MIME type of a file.</summary>
    public abstract string MediaType { get; }

    /// <summary>Whether a video is one file that says all about itself, which can be handed out by its name.</summary>
    public virtual bool IsOneFile => true;

    /// <summary>Whether a file tells its kind by its first bytes.</summary>
    public virtual bool HasSignature => true;

    /// <summary>Whether the program ffmpeg writes it; it then scales the frames, too.</summary>
    public virtual bool NeedsFfmpeg => false;

    /// <summary>Whether both sides are even: black is added at the right and below where they are not.</summary>
    public virtual bool NeedsEvenSides => false;

    /// <summary>Whether a video can have a sound (<see cref="VideoSettings.Sound"/>).</summary>
    public virtual bool CarriesSound => false;

    /// <summary>The longest side, in pixels.</summary>
    public virtual int LargestSide => 16384;

    /// <summary>Most frames a second.</summary>
    public virtual double MaximumFps => 1000.0;

    /// <summary>Frames a second of a recording that is not told otherwise.</summary>
    public virtual double UsualFps => 60.0;

    /// <summary>The size of a video in pixels.</summary>
    /// <param name="settings">Of its frames.</param>
    public (int Width, int Height) SizeOf(VideoSettings settings)
    {
        var (scaled, odd) = (settings.Scaled, NeedsEvenSides ? 1 : 0);
        return (scaled.Width + (scaled.Width & odd), scaled.Height + (scaled.Height & odd));
    }

    /// <summary>Refuses a name that ends in <see cref="Extension"/> and does not fit.</summary>
    /// <exception cref="ConfigException">It does not.</exception>
    public virtual void CheckName(string path)
    {
    }

    /// <summary>Begins a video.</summary>
    /// <param name="path">The file; checked before.</param>
    /// <param name="settings">Of the frames; already scaled unless <see cref="NeedsFfmpeg"/>.</param>
    /// <param name="ffmpeg">Where ffmpeg is looked for.</param>
    /// <param name="cancellationToken">Ends the wait for a named pipe's reader.</param>
    /// <returns>The encoder; the caller disposes.</returns>
    public abstract IVideoEncoder Create(string path, VideoSettings settings, Ffmpeg ffmpeg, CancellationToken cancellationToken);

    /// <summary>Whether a file is of this kind, whatever its name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Its first 12 bytes, or all where it is shorter.</param>
    public abstract bool Recognises(string path, ReadOnlySpan<byte> start);

    /// <summary>Reads a file's metadata.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reader">At its beginning.</param>
    /// <returns>A JSON object as text; null where the file is sound as far as was read and holds none.</returns>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public abstract string? ReadMetadata(string path, ContainerReader reader);
}
