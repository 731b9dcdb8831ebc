using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Gl;
using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime;

/// <summary>What the OpenGL engine opens: the networks in compute shaders on any GPU with OpenGL 4.3, or, slowly, on a software renderer.</summary>
/// <remarks>The same pictures from one device and driver; within 10⁻⁴ of the CPU engine's latents with float32 weights.</remarks>
public sealed record GlEngineOptions : FrameEngineOptions
{
    /// <summary>For a model that is named later, as <c>LatentSession.OpenAsync</c> does; not with slices of the context that draws.</summary>
    public GlEngineOptions()
    {
    }

    /// <param name="folder">The model.</param>
    public GlEngineOptions(ModelFolder folder)
        : base(folder)
    {
    }

    /// <summary>A context that shares its objects with the one that draws (<see cref="GlContexts.ShareCurrent"/>), or slices of that one (<see cref="GlSlices"/>), so that pictures reach its texture without leaving the GPU; null for a headless context of the engine's own and pictures in host memory. Borrowed: it outlives the engine, and no other thread uses it meanwhile.</summary>
    public IGlContext? Context { get; init; }

    /// <summary>Whether weights lie on the device as float16, half the memory to read a frame, instead of float32; null for float16 on a GPU and float32 on a software renderer. Sums are float32 in any case.</summary>
    public bool? HalfWeights { get; init; }

    /// <inheritdoc/>
    public override IUpdateWork? UpdateWork => Context as IUpdateWork;

    /// <inheritdoc/>
    public override EngineKind Kind => EngineKind.Gl;

    /// <inheritdoc/>
    /// <remarks>Where this engine was taken only because there is a GPU, what it falls back to: a file is then the same with and without one.</remarks>
    public override FrameEngineOptions Repeatable() => Fallback is null ? this : Fallback with { Folder = Folder, Generator = Generator, Threads = Threads };

    /// <summary>What runs where this engine cannot be opened because of OpenGL; null to fail then. Its description says why.</summary>
    public CpuEngineOptions? Fallback { get; init; }

    /// <inheritdoc/>
    public override IFrameEngine Open()
    {
        try
        {
            return GlFrameEngine.Open(this);
        }
        catch (GraphicsException failure) when (Fallback is not null)
        {
            return (Fallback with { Folder = Folder, Generator = Generator, Threads = Threads, Reason = $"no OpenGL engine: {failure.Message.TrimEnd('.')}" }).Open();
        }
    }
}
