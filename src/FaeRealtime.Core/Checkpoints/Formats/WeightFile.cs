using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Formats;

/// <summary>A weights file of which every tensor must be asked for: what is missing, of another shape or left over is refused, as the TorchSharp networks refuse it.</summary>
public sealed class WeightFile : IDisposable
{
    private readonly ICheckpoint _checkpoint;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private float[] _scratch = [];

    private WeightFile(ICheckpoint checkpoint) => _checkpoint = checkpoint;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What it holds, for the message.</param>
    /// <exception cref="CheckpointException">Missing or damaged.</exception>
    public static WeightFile Open(string path, string what) => File.Exists(path)
        ? new WeightFile(CheckpointFile.Open(path))
        : throw new CheckpointException($"The weights of {what} are not at '{path}'. Give an existing safetensors file.");

    /// <summary>Whether the file has a tensor.</summary>
    public bool Has(string name) => _checkpoint.Entries.ContainsKey(name);

    /// <summary>Reads a tensor as float32.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">What it must be.</param>
    /// <exception cref="CheckpointException">It is not there, or of another shape.</exception>
    public float[] Take(string name, params ReadOnlySpan<long> shape)
    {
        Check(name, shape);
        return _checkpoint.ReadSingle(name);
    }

    /// <summary>Reads a tensor as float32 into memory that the next one is read into, too: a model's weights in arrays of their own would keep the collector busy, and with it whatever runs beside.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">What it must be.</param>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="CheckpointException">It is not there, or of another shape.</exception>
    public ReadOnlySpan<float> Look(string name, params ReadOnlySpan<long> shape)
    {
        var count = (int)Check(name, shape).Count;
        if (_scratch.Length < count)
        {
            _scratch = new float[count];
        }

        var values = _scratch.AsSpan(0, count);
        _checkpoint.ReadSingle(name, values);
        return values;
    }

    /// <summary>Refuses what nobody asked for.</summary>
    /// <exception cref="CheckpointException">Tensors are left over.</exception>
    public void Finish()
    {
        var left = _checkpoint.Entries.Keys.Where(name => !_taken.Contains(name)).Order(StringComparer.Ordinal).ToList();
        if (left.Count > 0)
        {
            throw new CheckpointException(
                $"Checkpoint {_checkpoint.Path} has {left.Count} tensors that the model does not know, such as '{left[0]}'. Use the config saved beside the checkpoint.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _checkpoint.Dispose();

    private TensorEntry Check(string name, ReadOnlySpan<long> shape)
    {
        var entry = _checkpoint.Entry(name);
        if (!shape.SequenceEqual([.. entry.Shape]))
        {
            throw new CheckpointException(
                $"Checkpoint {_checkpoint.Path}: '{name}' is [{string.Join(", ", entry.Shape)}], the model needs [{string.Join(", ", shape.ToArray())}]. Use the config saved beside the checkpoint.");
        }

        _taken.Add(name);
        return entry;
    }
}
