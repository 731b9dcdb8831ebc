namespace FaeRealtime.Live.Parameters;

/// <summary>What is shown.</summary>
public sealed record OutputParameters
{
    /// <summary>The picture, or a stage on the way to it.</summary>
    public PictureView View { get; init; }
}
