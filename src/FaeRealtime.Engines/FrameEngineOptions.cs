using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Engines;

/// <summary>What an engine opens; which engine, the type says.</summary>
/// <param name="Folder">The model.</param>
public abstract record FrameEngineOptions(ModelFolder Folder)
{
    /// <summary>CPU threads; 0 lets the engine choose.</summary>
    public int Threads { get; init; }

    /// <summary>Which of the model's generators makes latents; null for its few-step student where it has one.</summary>
    public GeneratorKind? Generator { get; init; }

    /// <summary>The same engine for another model, with the generator that this one's options name where that model has it.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="Core.Errors.ConfigException">The student is wanted and the folder has none.</exception>
    public FrameEngineOptions For(ModelFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return this with { Folder = folder, Generator = folder.Choose(Generator) };
    }

    /// <summary>The same engine such that its pictures do not depend on how many cores a machine has.</summary>
    public abstract FrameEngineOptions Repeatable();

    /// <summary>Opens the engine.</summary>
    /// <returns>The engine; the caller disposes on the same thread.</returns>
    /// <exception cref="Core.Errors.CheckpointException">A file is damaged or does not fit the configuration.</exception>
    /// <exception cref="Core.Errors.NativeException">The device is absent.</exception>
    /// <exception cref="Core.Errors.ConfigException">The student is wanted and the folder has none.</exception>
    public abstract IFrameEngine Open();
}
