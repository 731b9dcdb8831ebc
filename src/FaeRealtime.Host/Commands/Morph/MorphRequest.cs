using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Commands.Morph;

/// <summary>A video from one picture to another.</summary>
internal sealed record MorphRequest : VideoOrder
{
    /// <summary>Where it starts and where it ends.</summary>
    public required IReadOnlyList<MorphEnd> Ends { get; init; }

    /// <summary>Official weights of the model's frozen ViT; null where no end is a picture.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>Whether it goes back to the start.</summary>
    public required bool Loop { get; init; }

    public required EasingKind Easing { get; init; }

    public required InterpolationKind Interpolation { get; init; }

    /// <summary>The share of the second end in a frame: the first and the last frame are the ends; a loop meets its start one frame after its last.</summary>
    public double ShareOf(int frame)
    {
        var way = Loop ? 2.0 * frame / Frames : (double)frame / (Frames - 1);
        return Sampling.Walks.Easing.At(Easing, way <= 1.0 ? way : 2.0 - way);
    }
}
