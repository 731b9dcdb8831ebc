namespace TorchSharp.Native;

/// <summary>fae_torch_kind in src/native/torch/bridge.h.</summary>
internal enum ArgumentKind
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Complex = 5,
    IntList = 6,
    DoubleList = 7,
    TensorList = 8,
    String = 9,
    Device = 10,
    Generator = 11,
}
