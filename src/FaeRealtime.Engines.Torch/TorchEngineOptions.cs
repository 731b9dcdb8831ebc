using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Torch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;

namespace FaeRealtime;

/// <summary>What the torch engine opens.</summary>
/// <remarks>
/// Threads are those inside an operator, process-wide. 0, the default, measures at opening whether all, half or one of <see cref="Cores"/> paint fastest: on cores
/// that others use as well, each operator would wait for its last thread. The count changes the last bits of a picture, so a file that must repeat fixes it.
/// </remarks>
public sealed record TorchEngineOptions : FrameEngineOptions
{
    /// <summary>For a model that is named later, as <c>LatentSession.OpenAsync</c> does.</summary>
    /// <param name="device">Where it runs.</param>
    public TorchEngineOptions(torch.Device device) => Device = device;

    /// <param name="folder">The model.</param>
    /// <param name="device">Where it runs.</param>
    public TorchEngineOptions(ModelFolder folder, torch.Device device)
        : base(folder) => Device = device;

    /// <summary>Where it runs.</summary>
    public torch.Device Device { get; init; }

    /// <summary>Type of the weights: Float32 or BFloat16; null for BFloat16 on CUDA and Float32 elsewhere. Latents and pictures are Float32 in any case.</summary>
    public torch.ScalarType? Precision { get; init; }

    /// <summary>Whether plans and decoders are captured on CUDA and run as wholes (CUDA graphs). Default: yes; no is for comparison.</summary>
    public bool CapturesGraphs { get; init; } = true;

    /// <summary>Where a device's captured graphs are written, and its refusals, which cost speed only.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Most threads that 0 tries.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary><see cref="Precision"/>, decided.</summary>
    public torch.ScalarType Type => Precision ?? (Device.type == DeviceType.CUDA ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32);

    /// <inheritdoc/>
    public override int? CudaDevice => Device.type == DeviceType.CUDA ? Math.Max(0, Device.index) : null;

    /// <inheritdoc/>
    public override EngineKind Kind => EngineKind.Torch;

    /// <inheritdoc/>
    public override FrameEngineOptions Repeatable() => this with { Threads = 1 };

    /// <inheritdoc/>
    public override IFrameEngine Open() => TorchFrameEngine.Open(this);
}
