namespace SixLabors.ImageSharp.Formats;

public sealed class DecoderOptions
{
    internal static DecoderOptions Default { get; } = new();

    public bool SkipMetadata { get; init; }

    /// <summary>Frames of an animation to decode at most; at least one is.</summary>
    public uint MaxFrames { get; init; } = int.MaxValue;
}
