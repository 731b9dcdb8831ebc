using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using TorchSharp;

namespace FaeRealtime.Live.Engines;

/// <summary>What the torch engine opens.</summary>
/// <param name="Folder">The model.</param>
/// <param name="Device">Where it runs.</param>
public sealed record TorchEngineOptions(ModelFolder Folder, torch.Device Device)
{
    /// <summary>
    /// CPU threads inside an operator, process-wide. 0, the default, measures at opening whether all, half or one of <see cref="Cores"/> paint fastest: on cores
    /// that others use as well, each operator would wait for its last thread. The count changes the last bits of a picture, so a file that must repeat fixes it.
    /// </summary>
    public int Threads { get; init; }

    /// <summary>Which of the model's generators makes latents; null for its few-step student where it has one.</summary>
    public GeneratorKind? Generator { get; init; }

    /// <summary>Most threads that <see cref="Threads"/> = 0 tries.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;
}
