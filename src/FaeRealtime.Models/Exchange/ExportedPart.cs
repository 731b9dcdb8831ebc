using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Models.Exchange;

/// <summary>A network that shall leave a model folder.</summary>
/// <param name="Model">The folder.</param>
/// <param name="Part">One part.</param>
/// <param name="Path">The file to write: PyTorch's format where the name ends in .pt or .pth, else safetensors.</param>
public sealed record ExportedPart(ModelFolder Model, ModelParts Part, string Path)
{
    /// <summary>The direction of time that the file's generator shall have; null for the model's own.</summary>
    public TimeDirection? Time { get; init; }

    /// <summary>Whose keys; null for the network's own.</summary>
    public CheckpointLayout? Layout { get; init; }

    /// <summary>Type of the matrices: F32, F16 or BF16.</summary>
    public TensorDtype Storage { get; init; } = TensorDtype.F32;
}
