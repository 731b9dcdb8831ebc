namespace FaeRealtime.Cpu.Kernels;

/// <summary>A single number: the rest of a row whose length is no multiple of a vector's.</summary>
internal readonly unsafe struct Lanes32 : ILanes<Lanes32>
{
    private readonly float _number;

    private Lanes32(float number) => _number = number;

    /// <inheritdoc/>
    public static int Count => 1;

    public static Lanes32 operator +(Lanes32 left, Lanes32 right) => new(left._number + right._number);

    public static Lanes32 operator -(Lanes32 left, Lanes32 right) => new(left._number - right._number);

    public static Lanes32 operator *(Lanes32 left, Lanes32 right) => new(left._number * right._number);

    public static Lanes32 operator /(Lanes32 left, Lanes32 right) => new(left._number / right._number);

    /// <inheritdoc/>
    public static Lanes32 All(float value) => new(value);

    /// <inheritdoc/>
    public static Lanes32 Load(float* source) => new(*source);

    /// <inheritdoc/>
    public static void Store(Lanes32 value, float* target) => *target = value._number;

    /// <inheritdoc/>
    public static Lanes32 MultiplyAdd(Lanes32 a, Lanes32 b, Lanes32 c) => new(float.MultiplyAddEstimate(a._number, b._number, c._number));

    /// <inheritdoc/>
    public static Lanes32 Max(Lanes32 left, Lanes32 right) => left._number > right._number ? left : right;

    /// <inheritdoc/>
    public static Lanes32 Min(Lanes32 left, Lanes32 right) => left._number < right._number ? left : right;

    /// <inheritdoc/>
    public static Lanes32 Abs(Lanes32 value) => new(Math.Abs(value._number));

    /// <inheritdoc/>
    public static Lanes32 PowerOfTwo(Lanes32 n) => new(BitConverter.Int32BitsToSingle(((float.IsNaN(n._number) ? 0 : (int)n._number) + FloatBits.Bias) << FloatBits.Mantissa));

    /// <inheritdoc/>
    public static Lanes32 SwapPairs(Lanes32 value) => value;

    /// <inheritdoc/>
    public static float Sum(Lanes32 value) => value._number;

    /// <inheritdoc/>
    public static float Largest(Lanes32 value) => value._number;
}
