namespace FaeRealtime.Cpu.Kernels;

/// <summary>Some numbers that are computed together, so that an elementwise kernel is written once for every vector width and for the rest of a row.</summary>
/// <typeparam name="TSelf">The vector.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>How many.</summary>
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf All(float value);

    static abstract TSelf Load(float* source);

    static abstract void Store(TSelf value, float* target);

    /// <summary>a·b + c, in one rounding where the machine can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The larger of both; <paramref name="right"/> where one is not a number.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The smaller of both; <paramref name="right"/> where one is not a number.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf value);

    /// <summary>2ⁿ for whole n from −126 to 127.</summary>
    static abstract TSelf PowerOfTwo(TSelf n);

    /// <summary>Exchanges each even lane with the odd one after it; nothing where there is one lane.</summary>
    static abstract TSelf SwapPairs(TSelf value);

    /// <summary>The sum of the lanes.</summary>
    static abstract float Sum(TSelf value);

    /// <summary>The largest lane.</summary>
    static abstract float Largest(TSelf value);
}

/// <summary>The layout of a 32-bit float (IEEE 754).</summary>
internal static class FloatBits
{
    /// <summary>Bits of the mantissa, below the exponent.</summary>
    public const int Mantissa = 23;

    /// <summary>What is added to an exponent before it is stored.</summary>
    public const int Bias = 127;
}
