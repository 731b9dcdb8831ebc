using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>The pickle of a flat state dict, each tensor with a storage of its own.</summary>
internal static class StateDictPickle
{
    /// <summary>Writes it.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="tensors">In the order of the dictionary; the storage of each is named by its index.</param>
    /// <exception cref="CheckpointException">PyTorch has no storage of a tensor's type.</exception>
    public static ReadOnlyMemory<byte> Write(string path, IReadOnlyList<SafetensorsTensor> tensors)
    {
        var pickle = new PickleWriter();
        EmptyOrderedDictionary(pickle).Opcode(PickleOpcode.Mark);
        for (var i = 0; i < tensors.Count; i++)
        {
            WriteTensor(pickle.Text(tensors[i].Name), path, tensors[i], i);
        }

        return pickle.Opcode(PickleOpcode.SetItems).Opcode(PickleOpcode.Stop).Written;
    }

    private static PickleWriter EmptyOrderedDictionary(PickleWriter pickle) =>
        pickle.Global("collections", "OrderedDict").Opcode(PickleOpcode.EmptyTuple).Opcode(PickleOpcode.Reduce);

    private static void WriteTensor(PickleWriter pickle, string path, SafetensorsTensor tensor, int index)
    {
        var storage = TorchNames.StorageOf(tensor.Dtype)
            ?? throw new CheckpointException($"Checkpoint {path}: '{tensor.Name}' is {tensor.Dtype.HeaderName()}, for which PyTorch files have no storage. Write safetensors, or another type.");
        pickle.Global("torch._utils", "_rebuild_tensor_v2").Opcode(PickleOpcode.Mark)
            .Opcode(PickleOpcode.Mark).Word("storage").Global("torch", storage).Text($"{index}").Word("cpu").Integer(tensor.ByteCount / tensor.Dtype.Size())
            .Opcode(PickleOpcode.Tuple).Opcode(PickleOpcode.BinPersId)
            .Integer(0).Tuple(tensor.Shape).Tuple(RowMajor(tensor.Shape)).Opcode(PickleOpcode.NewFalse);
        EmptyOrderedDictionary(pickle).Opcode(PickleOpcode.Tuple).Opcode(PickleOpcode.Reduce);
    }

    /// <remarks>As PyTorch counts them: a dimension of no elements counts as one.</remarks>
    private static long[] RowMajor(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        var step = 1L;
        for (var axis = shape.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(1, shape[axis]);
        }

        return strides;
    }
}
