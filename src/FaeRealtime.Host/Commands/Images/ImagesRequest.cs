using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>What <c>fae images</c> was asked for.</summary>
internal sealed record ImagesRequest
{
    public required ModelFolder Model { get; init; }

    /// <summary>What computes.</summary>
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>CPU threads inside an operator of torch.</summary>
    public int Threads => Engine.Threads == 0 ? Environment.ProcessorCount : Engine.Threads;

    public required IReadOnlyList<ulong> Seeds { get; init; }

    public required ClassChoice Class { get; init; }

    /// <summary>Which of the model's generators makes the latents.</summary>
    public GeneratorVariant Generator { get; init; }

    /// <summary>The same as a session is told it, for the metadata.</summary>
    public required SessionParameters Parameters { get; init; }

    /// <summary>That generator's sampling with the given steps, scale and shift.</summary>
    public required SamplingConfig Sampling { get; init; }

    /// <summary>The same as steps.</summary>
    public required SamplingPlan Plan { get; init; }

    /// <summary>The memory that there is for all networks at once.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Side of a written picture in pixels, where it is not the model's.</summary>
    public int? Size { get; init; }

    /// <summary>Side of a written picture in pixels.</summary>
    public int Side => Size ?? Model.Config.PixelDecoder.ImageSize;

    /// <summary>Where pictures go; null where none is written.</summary>
    public ImageTarget? Target { get; init; }

    public required bool Json { get; init; }
}
