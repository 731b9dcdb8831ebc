using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        => Finished(Op.Arange.Call(start, stop, step, dtype, Argument.None, Placed(device, null)), requires_grad);

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        => arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        => arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        => Finished(Op.Linspace.Call(start, end, steps, dtype, Argument.None, Placed(device, null)), requires_grad);

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        => Finished(Op.Logspace.Call(start, end, steps, @base, dtype, Argument.None, Placed(device, null)), requires_grad);

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
        => Finished(Op.EyeM.Call(rows, columns < 0 ? rows : columns, dtype, Argument.None, Placed(device, names)), requires_grad);

    public static Tensor tril_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null)
        => Op.TrilIndices.Call(row, col, offset, dtype, Argument.None, Placed(device, null));

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
        => Finished(Op.RandintLowGenerator.Call(low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, Placed(device, names)), requires_grad);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
        => randint(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
        => randint(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
        => randint(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
        => Finished(Op.RandpermGenerator.Call(n, generator, dtype ?? ScalarType.Int64, Argument.None, Placed(device, null)), requires_grad);

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
        => Finished(randn(size, dtype, device, false, generator, names).mul_((Scalar)std).add_((Scalar)mean), requires_grad);

    public static Tensor bernoulli(Tensor input, Generator? generator = null) => input.bernoulli(generator);

    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null)
        => input.multinomial(num_samples, replacement, generator);

    private static partial class Op
    {
        internal static readonly Operator Arange = Operator.Get("aten::arange", "start_step");
        internal static readonly Operator Linspace = Operator.Get("aten::linspace");
        internal static readonly Operator Logspace = Operator.Get("aten::logspace");
        internal static readonly Operator EyeM = Operator.Get("aten::eye", "m");
        internal static readonly Operator TrilIndices = Operator.Get("aten::tril_indices");
        internal static readonly Operator RandintLowGenerator = Operator.Get("aten::randint", "low_generator");
        internal static readonly Operator RandpermGenerator = Operator.Get("aten::randperm", "generator");
    }
}
