using System.Numerics;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number as libtorch's Scalar: whole, real, boolean or complex. Managed here, so Dispose has nothing to do.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly ArgumentKind Kind;
    internal readonly long Bits;
    internal readonly double Real;

    private Scalar(ArgumentKind kind, long bits, double real)
    {
        Kind = kind;
        Bits = bits;
        Real = real;
    }

    internal static Scalar From(in NativeArgument value) => new(value.Kind, value.Value, value.Real);

    public ScalarType Type => Kind switch
    {
        ArgumentKind.Int => ScalarType.Int64,
        ArgumentKind.Bool => ScalarType.Bool,
        ArgumentKind.Complex => ScalarType.ComplexFloat64,
        _ => ScalarType.Float64,
    };

    public static implicit operator Scalar(byte value) => Whole(value);
    public static implicit operator Scalar(sbyte value) => Whole(value);
    public static implicit operator Scalar(short value) => Whole(value);
    public static implicit operator Scalar(int value) => Whole(value);
    public static implicit operator Scalar(long value) => Whole(value);
    public static implicit operator Scalar(Half value) => Number((double)value);
    public static implicit operator Scalar(float value) => Number(value);
    public static implicit operator Scalar(double value) => Number(value);
    public static implicit operator Scalar(bool value) => new(ArgumentKind.Bool, value ? 1 : 0, 0);
    public static implicit operator Scalar((float, float) value) => new Complex(value.Item1, value.Item2);
    public static implicit operator Scalar(Complex value) => new(ArgumentKind.Complex, BitConverter.DoubleToInt64Bits(value.Imaginary), value.Real);

    public void Dispose()
    {
    }

    internal double AsDouble => Kind switch
    {
        ArgumentKind.Int or ArgumentKind.Bool => Bits,
        _ => Real,
    };

    internal long AsInt64 => Kind switch
    {
        ArgumentKind.Int or ArgumentKind.Bool => Bits,
        _ => checked((long)Real),
    };

    internal Complex AsComplex => Kind == ArgumentKind.Complex ? new Complex(Real, BitConverter.Int64BitsToDouble(Bits)) : AsDouble;

    private static Scalar Whole(long value) => new(ArgumentKind.Int, value, 0);

    private static Scalar Number(double value) => new(ArgumentKind.Double, 0, value);
}
