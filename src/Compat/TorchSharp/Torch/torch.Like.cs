using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
        => Finished(Op.ZerosLike.Call(input, dtype, Argument.None, Placed(device, names)), requires_grad);

    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
        => Finished(Op.OnesLike.Call(input, dtype, Argument.None, Placed(device, names)), requires_grad);

    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
        => Finished(Op.EmptyLike.Call(input, dtype, Argument.None, Placed(device, names)), requires_grad);

    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
        => Finished(Op.FullLike.Call(input, value, dtype, Argument.None, Placed(device, names)), requires_grad);

    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        => Finished(Op.RandLike.Call(input, dtype, Argument.None, Placed(device, null)), requires_grad);

    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
        => Finished(Op.RandnLike.Call(input, dtype, Argument.None, Placed(device, null)), requires_grad);

    private static partial class Op
    {
        internal static readonly Operator ZerosLike = Operator.Get("aten::zeros_like");
        internal static readonly Operator OnesLike = Operator.Get("aten::ones_like");
        internal static readonly Operator EmptyLike = Operator.Get("aten::empty_like");
        internal static readonly Operator FullLike = Operator.Get("aten::full_like");
        internal static readonly Operator RandLike = Operator.Get("aten::rand_like");
        internal static readonly Operator RandnLike = Operator.Get("aten::randn_like");
    }
}
