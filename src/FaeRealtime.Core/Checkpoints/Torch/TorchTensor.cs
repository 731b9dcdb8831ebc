using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>A tensor as a pickle describes it: a view of a storage. Nothing of it is believed before <see cref="Place"/>.</summary>
/// <param name="storage">Where its elements lie.</param>
/// <param name="dtype">Their type.</param>
/// <param name="offset">The first one, in elements.</param>
/// <param name="size">Its sizes.</param>
/// <param name="stride">Its strides, in elements.</param>
internal sealed class TorchTensor(TorchStorage storage, TensorDtype dtype, long offset, PickleTuple size, PickleTuple stride)
{
    /// <summary>libtorch's own limit.</summary>
    private const int MaximumRank = 64;

    public TorchStorage Storage => storage;

    public TensorDtype Dtype => dtype;

    /// <summary>Checks the view and puts it into the file.</summary>
    /// <param name="name">The tensor's key.</param>
    /// <param name="file">The file. Borrowed.</param>
    /// <param name="storageOffset">Where in it the storage begins.</param>
    /// <exception cref="CheckpointException">The view is no view of its storage, or repeats elements.</exception>
    public StoredTensor Place(string name, MappedFile file, long storageOffset)
    {
        var (shape, strides) = (Numbers(size), Numbers(stride));
        if (shape is null || strides is null || shape.Length != strides.Length)
        {
            throw CheckpointFailure.Damaged(file.Path, $"tensor '{name}' has a size or stride that is no tuple of up to {MaximumRank} whole numbers from 0 on");
        }

        var entry = new TensorEntry(name, dtype, shape);
        if (shape.Contains(0))
        {
            return new StoredTensor(entry, file, storageOffset);
        }

        CheckBounds(name, file.Path, shape, strides);
        return new StoredTensor(entry, file, storageOffset + (offset * dtype.Size()), IsRowMajor(shape, strides) ? null : strides);
    }

    private static long[]? Numbers(PickleTuple tuple)
    {
        if (tuple.Items.Count > MaximumRank)
        {
            return null;
        }

        var numbers = new long[tuple.Items.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (tuple.Items[i] is not (long and >= 0))
            {
                return null;
            }

            numbers[i] = (long)tuple.Items[i]!;
        }

        return numbers;
    }

    private void CheckBounds(string name, string path, long[] shape, long[] strides)
    {
        var available = storage.ByteCount / dtype.Size();
        Int128 count = 1;
        Int128 last = offset;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            // Both factors are below 2⁶³ and both sums are checked before the next product, so 128 bits suffice.
            count *= shape[axis];
            last += (Int128)(shape[axis] - 1) * strides[axis];
            if (shape[axis] > 1 && strides[axis] == 0)
            {
                throw CheckpointFailure.Damaged(path, $"tensor '{name}' repeats elements along dimension {axis} (an expanded view); save it with contiguous()");
            }

            if (count > available || last >= available)
            {
                throw CheckpointFailure.Damaged(path, $"tensor '{name}' of shape [{string.Join(", ", shape)}], strides [{string.Join(", ", strides)}] and offset {offset} does not fit its storage of {available} elements");
            }
        }

        if (offset < 0 || last >= available)
        {
            throw CheckpointFailure.Damaged(path, $"tensor '{name}' begins at element {offset} of a storage of {available}");
        }
    }

    private static bool IsRowMajor(long[] shape, long[] strides)
    {
        var expected = 1L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1 && strides[axis] != expected)
            {
                return false;
            }

            expected *= shape[axis];
        }

        return true;
    }
}
