using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Onnx;

/// <summary>Which graphs, and in what form.</summary>
public sealed record OnnxExportOptions
{
    // More than any memory holds of one picture each.
    private const int MostPictures = 65536;

    /// <summary>Networks by name: generator, few-step, feature-decoder, pixel-decoder, autoencoder; empty for all: those four that every model has, and its few-step student where there is one.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>How matrices are stored: F32, or F16, which halves the files. Computed is in float32 either way.</summary>
    public TensorDtype Storage { get; init; } = TensorDtype.F32;

    /// <summary>A fixed first axis of every input and output; null leaves it to each call.</summary>
    public int? Batch { get; init; }

    /// <summary>Refuses what there is no form of.</summary>
    /// <exception cref="ConfigException">The stored type is another, or the batch is out of range.</exception>
    internal void Validate()
    {
        if (Storage is not (TensorDtype.F32 or TensorDtype.F16))
        {
            throw new ConfigException($"Matrices of a graph cannot be stored as {Storage}; give F32 or F16.");
        }

        if (Batch is { } count && count is < 1 or > MostPictures)
        {
            throw new ConfigException($"The batch of a graph is {Batch}; give 1 to {MostPictures}, or none for any.");
        }
    }
}
