using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Cpu.Packing;

/// <summary>A weights file of which every tensor must be asked for: what is missing, of another shape or left over is refused, as the TorchSharp networks refuse it.</summary>
internal sealed class WeightFile : IDisposable
{
    private readonly ICheckpoint checkpoint;
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private float[] scratch = [];

    private WeightFile(ICheckpoint checkpoint) => this.checkpoint = checkpoint;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it holds, for the message.</param>
    /// <exception cref="CheckpointException">Missing or damaged.</exception>
    public static WeightFile Open(string path, string what) => File.Exists(path)
        ? new WeightFile(CheckpointFile.Open(path))
        : throw new CheckpointException($"The weights of {what} are not at '{path}'. Give an existing safetensors file.");

    /// <summary>Whether the file has a tensor.</summary>
    public bool Has(string name) => checkpoint.Entries.ContainsKey(name);

    /// <summary>Reads a tensor as float32.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">What it must be.</param>
    /// <exception cref="CheckpointException">It is not there, or of another shape.</exception>
    public float[] Take(string name, params ReadOnlySpan<long> shape)
    {
        Check(name, shape);
        return checkpoint.ReadSingle(name);
    }

    /// <summary>Reads a tensor as float32 into memory that the next one is read into, too: a model's weights in arrays of their own would keep the collector busy, and with it whatever runs beside.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">What it must be.</param>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="CheckpointException">It is not there, or of another shape.</exception>
    public ReadOnlySpan<float> Look(string name, params ReadOnlySpan<long> shape)
    {
        var count = (int)Check(name, shape).Count;
        if (scratch.Length < count)
        {
            scratch = new float[count];
        }

        var values = scratch.AsSpan(0, count);
        checkpoint.ReadSingle(name, values);
        return values;
    }

    /// <summary>Refuses what nobody asked for.</summary>
    /// <exception cref="CheckpointException">Tensors are left over.</exception>
    public void Finish()
    {
        var left = checkpoint.Entries.Keys.Where(name => !taken.Contains(name)).Order(StringComparer.Ordinal).ToList();
        if (left.Count > 0)
        {
            throw new CheckpointException(
                $"Checkpoint {checkpoint.Path} has {left.Count} tensors that the model does not know, such as '{left[0]}'. Use the config saved beside the checkpoint.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => checkpoint.Dispose();

    private TensorEntry Check(string name, ReadOnlySpan<long> shape)
    {
        var entry = checkpoint.Entry(name);
        if (!shape.SequenceEqual([.. entry.Shape]))
        {
            throw new CheckpointException(
                $"Checkpoint {checkpoint.Path}: '{name}' is [{string.Join(", ", entry.Shape)}], the model needs [{string.Join(", ", shape.ToArray())}]. Use the config saved beside the checkpoint.");
        }

        taken.Add(name);
        return entry;
    }
}
