using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;

namespace FaeRealtime;

/// <summary>What the CPU engine opens.</summary>
/// <remarks>Threads 0, the default, is one a physical core: a thread that another program holds back delays no other, so that there is nothing to measure. Pictures are the same for any count.</remarks>
public sealed record CpuEngineOptions : FrameEngineOptions
{
    /// <summary>For a model that is named later, as <c>LatentSession.OpenAsync</c> does.</summary>
    public CpuEngineOptions()
    {
    }

    /// <param name="folder">The model.</param>
    public CpuEngineOptions(ModelFolder folder)
        : base(folder)
    {
    }

    /// <summary>Bits of a vector, 256 or 512; null for the machine's. They differ in the last bits of a picture.</summary>
    public int? VectorBits { get; init; }

    /// <inheritdoc/>
    public override EngineKind Kind => EngineKind.Cpu;

    /// <inheritdoc/>
    public override FrameEngineOptions Repeatable() => this;

    /// <inheritdoc/>
    public override IFrameEngine Open() => CpuFrameEngine.Open(this);
}
