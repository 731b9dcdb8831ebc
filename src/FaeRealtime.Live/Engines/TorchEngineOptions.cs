using FaeRealtime.Core.Folders;
using TorchSharp;

namespace FaeRealtime.Live.Engines;

/// <summary>What the torch engine opens.</summary>
/// <remarks>
/// Threads are those inside an operator, process-wide. 0, the default, measures at opening whether all, half or one of <see cref="Cores"/> paint fastest: on cores
/// that others use as well, each operator would wait for its last thread. The count changes the last bits of a picture, so a file that must repeat fixes it.
/// </remarks>
/// <param name="Folder">The model.</param>
/// <param name="Device">Where it runs.</param>
public sealed record TorchEngineOptions(ModelFolder Folder, torch.Device Device) : FrameEngineOptions(Folder)
{
    /// <summary>Most threads that 0 tries.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    public override FrameEngineOptions Repeatable() => this with { Threads = 1 };

    /// <inheritdoc/>
    public override IFrameEngine Open() => TorchFrameEngine.Open(this);
}
