using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Torch;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>Moves weights between networks and files. Keys are the official ones; nothing is loaded unless everything fits.</summary>
public static class ModuleCheckpoint
{
    private static readonly string[] TorchExtensions = [".pt", ".pth", ".bin"];

    /// <summary>Copies a file's tensors into a network, one at a time.</summary>
    /// <param name="module">The network; its tensors are overwritten in place.</param>
    /// <param name="checkpoint">The file. Borrowed.</param>
    /// <param name="families">The layouts that the file may have; null for the network's own keys. Which it has, and under which prefix, is seen from its keys.</param>
    /// <returns>Whose layout the file has and what in it was left out.</returns>
    /// <exception cref="KeyMismatchException">Keys are missing or unexpected, or a shape differs; the network is unchanged.</exception>
    public static KeyReport Load(nn.Module module, ICheckpoint checkpoint, IReadOnlyList<CheckpointLayout>? families = null)
    {
        var report = Compare(module, checkpoint, families);
        if (!report.Fits)
        {
            throw new KeyMismatchException(report);
        }

        var state = module.state_dict();
        using var frozen = no_grad();
        foreach (var placed in report.Placed)
        {
            using var scope = NewDisposeScope();
            state[placed.Key].copy_(placed.Read(checkpoint));
        }

        return report;
    }

    /// <summary>Says exactly how a file fits a network, without loading. A network on the meta device will do.</summary>
    /// <param name="module">The network. Borrowed.</param>
    /// <param name="checkpoint">The file. Borrowed.</param>
    /// <param name="families">The layouts that the file may have; null for the network's own keys.</param>
    /// <returns>Every missing, unexpected, mismatched and ignored key under the layout that fits best.</returns>
    /// <exception cref="CheckpointException">The file holds several copies of the network and no averaged one.</exception>
    public static KeyReport Compare(nn.Module module, ICheckpoint checkpoint, IReadOnlyList<CheckpointLayout>? families = null) =>
        LayoutDetection.Best(
            module.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape, StringComparer.Ordinal),
            checkpoint,
            families ?? [CheckpointLayout.Exact]);

    /// <summary>Writes a network's tensors, atomically and one at a time.</summary>
    /// <param name="module">The network. Borrowed.</param>
    /// <param name="path">The file to create or replace: PyTorch's format where it ends in .pt, .pth or .bin, else safetensors.</param>
    /// <param name="stored">Type of the matrices in the file; vectors (biases, norms, statistics) stay float32, they cost nothing. I8 is <see cref="RowScaledInt8"/>, I4 that and <see cref="GroupScaledInt4"/>, both in safetensors only.</param>
    /// <param name="layout">The family whose code shall load the file; null for the network's own keys.</param>
    /// <param name="time">A generator's direction of time, which its file records, where it is not its config's; null where it is.</param>
    /// <exception cref="CheckpointException">The file cannot be written, or the family cannot hold the network; an existing file stays as it was.</exception>
    public static void Save(nn.Module module, string path, WeightStorage stored = WeightStorage.F32, CheckpointLayout? layout = null, TimeDirection? time = null)
    {
        var metadata = WeightMetadata.Of(module, time);
        List<SafetensorsTensor> tensors = [.. module.state_dict().SelectMany(entry => Entries(entry.Key, entry.Value, stored, layout ?? CheckpointLayout.Exact))];
        if (stored is WeightStorage.I8 or WeightStorage.I4)
        {
            metadata = RowScaledInt8.Marked(metadata);
        }

        if (stored == WeightStorage.I4)
        {
            metadata = GroupScaledInt4.Marked(metadata);
        }

        if (TorchExtensions.Contains(Path.GetExtension(path), StringComparer.Ordinal))
        {
            if (stored is WeightStorage.I8 or WeightStorage.I4)
            {
                throw new CheckpointException($"Checkpoint {path} is PyTorch's, and integers with scales are written to safetensors only. Name it .safetensors, or store F16.");
            }

            TorchFileWriter.Write(path, tensors, metadata);
        }
        else
        {
            SafetensorsWriter.Write(path, tensors, metadata);
        }
    }

    private static IEnumerable<SafetensorsTensor> Entries(string key, Tensor value, WeightStorage stored, CheckpointLayout layout)
    {
        var placed = PlacedTensor.Of(key, value.shape, layout);
        return placed.FileKeys.Zip(placed.Rule.FileShapes(placed.Shape)).SelectMany((part, index) => stored switch
        {
            WeightStorage.I4 when GroupScaledInt4.Fits(part.Second) => GroupScaledInt4.FromSingle(part.First, part.Second, () => Values(placed, value, index)),
            WeightStorage.I8 or WeightStorage.I4 when RowScaledInt8.Fits(part.Second) => RowScaledInt8.FromSingle(part.First, part.Second, () => Values(placed, value, index)),
            WeightStorage.I8 or WeightStorage.I4 => [SafetensorsTensor.FromSingle(part.First, part.Second, () => Values(placed, value, index))],
            _ => [SafetensorsTensor.FromSingle(part.First, part.Second, () => Values(placed, value, index), part.Second.Length < 2 ? TensorDtype.F32 : Type(stored))],
        });
    }

    private static TensorDtype Type(WeightStorage stored) => stored switch
    {
        WeightStorage.F16 => TensorDtype.F16,
        WeightStorage.Bf16 => TensorDtype.BF16,
        _ => TensorDtype.F32,
    };

    private static ReadOnlyMemory<float> Values(PlacedTensor placed, Tensor value, int part)
    {
        using var scope = NewDisposeScope();
        using var values = placed.Part(value.detach().@float().cpu(), part).contiguous().data<float>();
        return values.ToArray();
    }
}
