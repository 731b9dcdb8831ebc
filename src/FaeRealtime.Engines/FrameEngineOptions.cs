using System.Globalization;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines;

/// <summary>What an engine opens; which engine, the type says. Without a folder it is the engine of a model that is named later (<see cref="For"/>).</summary>
public abstract record FrameEngineOptions
{
    private readonly ModelFolder? _folder;

    /// <summary>For a model that is named later.</summary>
    protected FrameEngineOptions()
    {
    }

    /// <param name="folder">The model.</param>
    protected FrameEngineOptions(ModelFolder folder) => _folder = folder;

    /// <summary>The model.</summary>
    /// <exception cref="InvalidOperationException">None was named.</exception>
    public ModelFolder Folder
    {
        get => _folder ?? throw new InvalidOperationException("These engine options name no model. Give the folder to their constructor, or take For(folder).");
        init => _folder = value;
    }

    /// <summary>Whether a model is named.</summary>
    public bool HasFolder => _folder is not null;

    /// <summary>Which engine.</summary>
    public abstract EngineKind Kind { get; }

    /// <summary>CPU threads; 0 lets the engine choose.</summary>
    public int Threads { get; init; }

    /// <summary>Why this engine runs and not another, for its description; the end of a sentence, without a full stop.</summary>
    public string Reason { get; init; } = "asked for";

    /// <summary>The number of the CUDA device that it runs on; null where it runs on none.</summary>
    public virtual int? CudaDevice => null;

    /// <summary>What the thread that calls a session's <c>Update</c> does for the engine; null where the engine has a thread and a device of its own.</summary>
    public virtual IUpdateWork? UpdateWork => null;

    /// <summary>Which of the model's generators makes latents; null for its few-step student where it has one.</summary>
    public GeneratorVariant? Generator { get; init; }

    /// <summary>Reads the phrases of a prompt that did not come with the model, opened when the first of them comes; null where it is not at hand. Borrowed.</summary>
    public Lazy<IPhraseEncoder>? PhraseEncoder { get; init; }

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
    /// <exception cref="InvalidOperationException">No model is named.</exception>
    public abstract IFrameEngine Open();

    /// <summary>Writes the members for <c>ToString</c>, without a folder where none is named.</summary>
    /// <param name="builder">Receives them.</param>
    /// <returns>True.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(CultureInfo.InvariantCulture, $"Folder = {_folder?.Name ?? "none"}, Threads = {Threads}, Generator = {Generator}");
        return true;
    }
}

/// <summary>What computes frames.</summary>
public enum EngineKind
{
    /// <summary>Pure C# on the CPU.</summary>
    Cpu,

    /// <summary>OpenGL compute shaders.</summary>
    Gl,

    /// <summary>TorchSharp, on the CPU or CUDA.</summary>
    Torch,
}
