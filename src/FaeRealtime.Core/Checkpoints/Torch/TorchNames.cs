using System.Collections.Frozen;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Every name of PyTorch's pickles that means something here. There is no other way from a name to a meaning: all others become placeholders.</summary>
internal static class TorchNames
{
    private static readonly FrozenDictionary<(string Module, string Name), object> Known = new Dictionary<(string Module, string Name), object>
    {
        [("collections", "OrderedDict")] = TorchFunction.OrderedDictionary,
        [("torch", "Size")] = TorchFunction.Size,
        [("builtins", "set")] = TorchFunction.Set,
        [("builtins", "frozenset")] = TorchFunction.Set,
        [("__builtin__", "set")] = TorchFunction.Set,
        [("__builtin__", "frozenset")] = TorchFunction.Set,
        [("torch._utils", "_rebuild_tensor")] = TorchFunction.Tensor,
        [("torch._utils", "_rebuild_tensor_v2")] = TorchFunction.Tensor,
        [("torch._utils", "_rebuild_tensor_v3")] = TorchFunction.TypedTensor,
        [("torch._utils", "_rebuild_parameter")] = TorchFunction.Parameter,
        [("torch", "UntypedStorage")] = new TorchStorageType(null),
        [("torch.storage", "UntypedStorage")] = new TorchStorageType(null),
        [("torch", "DoubleStorage")] = new TorchStorageType(TensorDtype.F64),
        [("torch", "FloatStorage")] = new TorchStorageType(TensorDtype.F32),
        [("torch", "HalfStorage")] = new TorchStorageType(TensorDtype.F16),
        [("torch", "BFloat16Storage")] = new TorchStorageType(TensorDtype.BF16),
        [("torch", "LongStorage")] = new TorchStorageType(TensorDtype.I64),
        [("torch", "IntStorage")] = new TorchStorageType(TensorDtype.I32),
        [("torch", "ShortStorage")] = new TorchStorageType(TensorDtype.I16),
        [("torch", "CharStorage")] = new TorchStorageType(TensorDtype.I8),
        [("torch", "ByteStorage")] = new TorchStorageType(TensorDtype.U8),
        [("torch", "BoolStorage")] = new TorchStorageType(TensorDtype.Bool),
        [("torch", "ComplexFloatStorage")] = new TorchStorageType(null, "torch.ComplexFloatStorage", 8),
        [("torch", "ComplexDoubleStorage")] = new TorchStorageType(null, "torch.ComplexDoubleStorage", 16),
        [("torch", "QInt8Storage")] = new TorchStorageType(null, "torch.QInt8Storage"),
        [("torch", "QUInt8Storage")] = new TorchStorageType(null, "torch.QUInt8Storage"),
        [("torch", "QInt32Storage")] = new TorchStorageType(null, "torch.QInt32Storage", 4),
        [("torch", "QUInt4x2Storage")] = new TorchStorageType(null, "torch.QUInt4x2Storage"),
        [("torch", "QUInt2x4Storage")] = new TorchStorageType(null, "torch.QUInt2x4Storage"),
        [("torch", "float64")] = TensorDtype.F64,
        [("torch", "float32")] = TensorDtype.F32,
        [("torch", "float16")] = TensorDtype.F16,
        [("torch", "bfloat16")] = TensorDtype.BF16,
        [("torch", "float8_e4m3fn")] = TensorDtype.F8E4M3,
        [("torch", "float8_e5m2")] = TensorDtype.F8E5M2,
        [("torch", "int64")] = TensorDtype.I64,
        [("torch", "int32")] = TensorDtype.I32,
        [("torch", "int16")] = TensorDtype.I16,
        [("torch", "int8")] = TensorDtype.I8,
        [("torch", "uint64")] = TensorDtype.U64,
        [("torch", "uint32")] = TensorDtype.U32,
        [("torch", "uint16")] = TensorDtype.U16,
        [("torch", "uint8")] = TensorDtype.U8,
        [("torch", "bool")] = TensorDtype.Bool,
    }.ToFrozenDictionary();

    /// <summary>What a name stands for: a <see cref="TorchFunction"/>, <see cref="TorchStorageType"/> or <see cref="TensorDtype"/>; null for every other name.</summary>
    /// <param name="module">Such as <c>torch</c>.</param>
    /// <param name="name">Such as <c>FloatStorage</c>.</param>
    public static object? Find(string module, string name) => Known.GetValueOrDefault((module, name));

    /// <summary>The storage class of an element type, without its module; null where PyTorch has none.</summary>
    /// <param name="dtype">The element type.</param>
    public static string? StorageOf(TensorDtype dtype) =>
        Known.FirstOrDefault(known => known.Value is TorchStorageType type && type.Dtype == dtype).Key.Name;
}

/// <summary>The functions and classes that a state dict's pickle calls. None of them exists here as code: each stands for what it would make.</summary>
internal enum TorchFunction
{
    /// <summary><c>collections.OrderedDict()</c>, or of a list of pairs.</summary>
    OrderedDictionary,

    /// <summary><c>torch.Size((…))</c>: a tuple.</summary>
    Size,

    /// <summary><c>set([…])</c>, <c>frozenset([…])</c>.</summary>
    Set,

    /// <summary><c>torch._utils._rebuild_tensor</c>(storage, offset, size, stride) and <c>_v2</c>, which adds (requires_grad, hooks[, metadata]).</summary>
    Tensor,

    /// <summary><c>_rebuild_tensor_v3</c>: as v2 with a dtype over an untyped storage, before the metadata.</summary>
    TypedTensor,

    /// <summary><c>_rebuild_parameter</c>(tensor, requires_grad, hooks).</summary>
    Parameter,
}
