using FaeRealtime.Core.Folders;

namespace FaeRealtime.Engines;

/// <summary>What the CPU engine opens.</summary>
/// <remarks>Threads 0, the default, is one a physical core: a thread that another program holds back delays no other, so that there is nothing to measure. Pictures are the same for any count.</remarks>
/// <param name="Folder">The model.</param>
public sealed record CpuEngineOptions(ModelFolder Folder) : FrameEngineOptions(Folder)
{
    /// <summary>Bits of a vector, 256 or 512; null for the machine's. They differ in the last bits of a picture.</summary>
    public int? VectorBits { get; init; }

    /// <inheritdoc/>
    public override FrameEngineOptions Repeatable() => this;

    /// <inheritdoc/>
    public override IFrameEngine Open() => CpuFrameEngine.Open(this);
}
