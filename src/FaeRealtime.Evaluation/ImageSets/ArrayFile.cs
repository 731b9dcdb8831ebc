using FaeRealtime.Core.Arrays;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>Named arrays of a .npz, a .npy (as <c>features</c>) or a safetensors file.</summary>
internal sealed class ArrayFile : IDisposable
{
    private readonly string _path;
    private readonly NpzArchive? _archive;
    private readonly SafetensorsReader? _tensors;

    private ArrayFile(string path, NpzArchive? archive, SafetensorsReader? tensors) => (_path, _archive, _tensors) = (path, archive, tensors);

    public IEnumerable<string> Names => _archive?.Names ?? _tensors?.Entries.Keys ?? (IEnumerable<string>)["features"];

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
        if (_tensors is not null)
        {
            return _tensors.Entry(name).Dtype == TensorDtype.U8;
        }

        using var array = Array(name);
        return array.Dtype == TensorDtype.U8;
    }

    /// <summary>A matrix as float32, of which float64 ones are rounded.</summary>
    /// <returns><c>[N, D]</c>; the caller disposes.</returns>
    /// <exception cref="CheckpointException">It has another number of dimensions or values that are not finite.</exception>
    public torch.Tensor Matrix(string name)
    {
        using var array = _tensors is null ? Array(name) : null;
        long[] shape = [.. array?.Shape ?? _tensors!.Entry(name).Shape];
        Require(name, shape, 2);
        var values = array?.ReadSingle() ?? _tensors!.ReadSingle(name);
        return System.Array.TrueForAll(values, float.IsFinite) ? torch.tensor(values, shape).DetachFromDisposeScope() : throw NotFinite(name);
    }

    /// <summary>Values as float64 with their shape.</summary>
    /// <exception cref="CheckpointException">As for <see cref="Matrix"/>.</exception>
    public (double[] Values, long[] Shape) Doubles(string name, int dimensions)
    {
        using var array = _tensors is null ? Array(name) : null;
        long[] shape = [.. array?.Shape ?? _tensors!.Entry(name).Shape];
        Require(name, shape, dimensions);
        var values = array?.ReadDouble() ?? _tensors!.ReadDouble(name);
        return System.Array.TrueForAll(values, double.IsFinite) ? (values, shape) : throw NotFinite(name);
    }

    public void Dispose()
    {
        _archive?.Dispose();
        _tensors?.Dispose();
    }

    private NpyReader Array(string name) => _archive?.Array(name) ?? NpyReader.Open(_path);

    private CheckpointException NotFinite(string name) => new($"{_path} '{name}' holds values that are not finite. Compute it again.");

    private void Require(string name, long[] shape, int dimensions)
    {
        if (shape.Length != dimensions || shape.Any(size => size == 0))
        {
            throw new CheckpointException($"{_path} '{name}' is [{string.Join(", ", shape)}]; {dimensions} dimensions, none of them 0, are needed.");
        }
    }
}
