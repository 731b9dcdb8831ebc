using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Dispatch;

/// <summary>One argument of an operator. A whole number serves for int, float, Scalar and one-element lists alike: the schema decides.</summary>
internal readonly struct Argument
{
    internal readonly ArgumentKind Kind;
    internal readonly int Extra;
    internal readonly long Value;
    internal readonly double Real;
    internal readonly object? Reference;

    internal static readonly Argument None;

    private Argument(ArgumentKind kind, long value = 0, double real = 0, object? reference = null, int extra = 0)
    {
        Kind = kind;
        Value = value;
        Real = real;
        Reference = reference;
        Extra = extra;
    }

    public static implicit operator Argument(Tensor? value) => value is null ? None : new(ArgumentKind.Tensor, reference: value);
    public static implicit operator Argument(int value) => new(ArgumentKind.Int, value);
    public static implicit operator Argument(long value) => new(ArgumentKind.Int, value);
    public static implicit operator Argument(long? value) => value is { } number ? number : None;
    public static implicit operator Argument(double value) => new(ArgumentKind.Double, real: value);
    public static implicit operator Argument(double? value) => value is { } number ? number : None;
    public static implicit operator Argument(bool value) => new(ArgumentKind.Bool, value ? 1 : 0);
    public static implicit operator Argument(bool? value) => value is { } truth ? truth : None;
    public static implicit operator Argument(ScalarType value) => new(ArgumentKind.Int, (long)value);
    public static implicit operator Argument(ScalarType? value) => value is { } type ? type : None;
    public static implicit operator Argument(string? value) => value is null ? None : new(ArgumentKind.String, reference: value);
    public static implicit operator Argument(long[]? value) => value is null ? None : new(ArgumentKind.IntList, reference: value);
    public static implicit operator Argument(double[]? value) => value is null ? None : new(ArgumentKind.DoubleList, reference: value);
    public static implicit operator Argument(ReadOnlySpan<long> value) => value.ToArray();
    public static implicit operator Argument(Tensor?[]? value) => value is null ? None : new(ArgumentKind.TensorList, reference: value);
    public static implicit operator Argument(Device? value) => value is null ? None : new(ArgumentKind.Device, (long)value.type, extra: value.index);
    public static implicit operator Argument(Generator? value) => value is null ? None : new(ArgumentKind.Generator, value.Handle, reference: value);
    public static implicit operator Argument(Scalar? value) => value is null ? None : new(value.Kind, value.Bits, value.Real);

    /// <summary>A list of tensors, of which a null one stands for None.</summary>
    internal static Argument List(IEnumerable<Tensor?> tensors) => new(ArgumentKind.TensorList, reference: tensors as Tensor?[] ?? tensors.ToArray());
}
