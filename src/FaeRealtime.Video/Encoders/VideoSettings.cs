namespace FaeRealtime.Video.Encoders;

/// <summary>How much computing a video's encoder may spend.</summary>
public enum EncodingEffort
{
    /// <summary>Small files of high quality, at the encoder's own pace, on all cores.</summary>
    Careful,

    /// <summary>As little as possible beside a running session: one thread of low priority, larger files of the same quality.</summary>
    Live,
}

/// <summary>What all frames of a video share.</summary>
public sealed record VideoSettings
{
    /// <summary>Of the frames that come, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Of the frames that come, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Of the video, in pixels; null for that of the frames.</summary>
    public int? VideoWidth { get; init; }

    /// <summary>Of the video, in pixels; null for that of the frames.</summary>
    public int? VideoHeight { get; init; }

    /// <summary>Frames a second.</summary>
    public required double Fps { get; init; }

    /// <summary>The metadata, a JSON object that says what made the video; null for none.</summary>
    public string? Metadata { get; init; }

    /// <summary>A sound file as long as the video, which the kinds that can carry along (<see cref="VideoFormat.CarriesSound"/>); null for none.</summary>
    public string? Sound { get; init; }

    /// <summary>How much computing the encoder may spend.</summary>
    public EncodingEffort Effort { get; init; }

    /// <summary>The video's own size: frames are scaled to it.</summary>
    public VideoSettings Scaled => this with { Width = VideoWidth ?? Width, Height = VideoHeight ?? Height, VideoWidth = null, VideoHeight = null };

    /// <summary>Bytes of a frame that comes, RGBA.</summary>
    public int FrameBytes => checked(Width * Height * 4);
}
