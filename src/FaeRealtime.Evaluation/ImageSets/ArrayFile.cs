using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>Named arrays of a .npz, a .npy (as <c>features</c>) or a safetensors file.</summary>
internal sealed class ArrayFile : IDisposable
{
    private readonly string path;
    private readonly NpzArchive? archive;
    private readonly SafetensorsReader? tensors;

    private ArrayFile(string path, NpzArchive? archive, SafetensorsReader? tensors) => (this.path, this.archive, this.tensors) = (path, archive, tensors);

    public IEnumerable<string> Names => archive?.Names ?? tensors?.Entries.Keys ?? (IEnumerable<string>)["features"];

    /// <summary>Opens a file by its extension.</summary>
    /// <exception cref="CheckpointException">It is missing or damaged.</exception>
    public static ArrayFile Open(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".NPZ" => new ArrayFile(path, NpzArchive.Open(path), null),
        ".NPY" => new ArrayFile(path, null, null),
        _ => new ArrayFile(path, null, SafetensorsReader.Open(path)),
    };

    public bool Has(string name) => Names.Contains(name);

    /// <summary>Whether the elements are bytes, as images are.</summary>
    public bool IsBytes(string name)
    {
        if (tensors is not null)
        {
            return tensors.Entry(name).Dtype == TensorDtype.U8;
        }

        using var array = Array(name);
        return array.Dtype == TensorDtype.U8;
    }

    /// <summary>A matrix as float32, of which float64 ones are rounded.</summary>
    /// <returns><c>[N, D]</c>; the caller disposes.</returns>
    /// <exception cref="CheckpointException">It has another number of dimensions or values that are not finite.</exception>
    public torch.Tensor Matrix(string name)
    {
        using var array = tensors is null ? Array(name) : null;
        long[] shape = [.. array?.Shape ?? tensors!.Entry(name).Shape];
        Require(name, shape, 2);
        var values = array?.ReadSingle() ?? tensors!.ReadSingle(name);
        return System.Array.TrueForAll(values, float.IsFinite) ? torch.tensor(values, shape).DetachFromDisposeScope() : throw NotFinite(name);
    }

    /// <summary>Values as float64 with their shape.</summary>
    /// <exception cref="CheckpointException">As for <see cref="Matrix"/>.</exception>
    public (double[] Values, long[] Shape) Doubles(string name, int dimensions)
    {
        using var array = tensors is null ? Array(name) : null;
        long[] shape = [.. array?.Shape ?? tensors!.Entry(name).Shape];
        Require(name, shape, dimensions);
        var values = array?.ReadDouble() ?? tensors!.ReadDouble(name);
        return System.Array.TrueForAll(values, double.IsFinite) ? (values, shape) : throw NotFinite(name);
    }

    public void Dispose()
    {
        archive?.Dispose();
        tensors?.Dispose();
    }

    private NpyReader Array(string name) => archive?.Array(name) ?? NpyReader.Open(path);

    private CheckpointException NotFinite(string name) => new($"{path} '{name}' holds values that are not finite. Compute it again.");

    private void Require(string name, long[] shape, int dimensions)
    {
        if (shape.Length != dimensions || shape.Any(size => size == 0))
        {
            throw new CheckpointException($"{path} '{name}' is [{string.Join(", ", shape)}]; {dimensions} dimensions, none of them 0, are needed.");
        }
    }
}
