using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Op.Cat.Call(Argument.List(tensors), dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => Op.Cat.Call(tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Op.Cat.Call(tensors.ToArray(), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concatenate(IList<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(Tensor[] tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors, axis);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => Op.Stack.Call(Argument.List(tensors), dim);

    public static Tensor hstack(IList<Tensor> tensors) => Op.Hstack.Call(Argument.List(tensors));

    public static Tensor vstack(IList<Tensor> tensors) => Op.Vstack.Call(Argument.List(tensors));

    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") => Op.Meshgrid.CallMany(Argument.List(tensors), indexing);

    public static Tensor einsum(string equation, params Tensor[] tensors) => Op.Einsum.Call(equation, tensors);

    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);

    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    public static Tensor[] where(Tensor condition) => Op.Where.CallMany(condition);

    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

    public static Tensor complex(Tensor real, Tensor imag) => Op.Complex.Call(real, imag);

    public static Tensor polar(Tensor abs, Tensor angle) => Op.Polar.Call(abs, angle);

    public static Tensor real(Tensor input) => input.real;

    public static Tensor imag(Tensor input) => input.imag;

    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary)
        => Op.Cdist.Call(x1, x2, p, (long)compute_mode);

    public static (Tensor values, Tensor indices) sort(Tensor input, long dim = -1, bool descending = false, bool stable = false)
        => input.sort(dim, descending, stable);

    private static partial class Op
    {
        internal static readonly Operator Cat = Operator.Get("aten::cat");
        internal static readonly Operator Stack = Operator.Get("aten::stack");
        internal static readonly Operator Hstack = Operator.Get("aten::hstack");
        internal static readonly Operator Vstack = Operator.Get("aten::vstack");
        internal static readonly Operator Meshgrid = Operator.Get("aten::meshgrid", "indexing");
        internal static readonly Operator Einsum = Operator.Get("aten::einsum");
        internal static readonly Operator Where = Operator.Get("aten::where");
        internal static readonly Operator Complex = Operator.Get("aten::complex");
        internal static readonly Operator Polar = Operator.Get("aten::polar");
        internal static readonly Operator Cdist = Operator.Get("aten::cdist");
    }
}
