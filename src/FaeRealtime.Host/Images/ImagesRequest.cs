using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Flow;
using TorchSharp;

namespace FaeRealtime.Host.Images;

/// <summary>What <c>fae images</c> was asked for.</summary>
internal sealed record ImagesRequest
{
    public required ModelFolder Model { get; init; }

    public required torch.Device Device { get; init; }

    /// <summary>CPU threads inside an operator.</summary>
    public required int Threads { get; init; }

    public required IReadOnlyList<ulong> Seeds { get; init; }

    public required ClassChoice Class { get; init; }

    /// <summary>Which of the model's generators makes the latents.</summary>
    public GeneratorKind Generator { get; init; }

    /// <summary>That generator's sampling with the given steps, scale and shift.</summary>
    public required SamplingConfig Sampling { get; init; }

    /// <summary>The same as steps.</summary>
    public required SamplingPlan Plan { get; init; }

    /// <summary>The machine's memory, which decides whether all networks are loaded at once.</summary>
    public required long MemoryBytes { get; init; }

    public required PictureTarget Target { get; init; }

    public required bool Json { get; init; }
}
