using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor std(bool unbiased = true) => Op.Std.Call(this, unbiased);
        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std(dimensions.ToArray(), unbiased, keepdim, type);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((long[])[dim], unbiased, keepdim, type);
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => InType(type, tensor => Op.StdDim.Call(tensor, dimensions, unbiased, keepdim));
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Pair(Op.StdMean.CallMany(this, unbiased));
        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => InType(type, tensor => Pair(Op.StdMeanDim.CallMany(tensor, dimensions, unbiased, keepdim)));
        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean(dimensions.ToArray(), unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((long[])[dim], unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
        public Tensor var(bool unbiased = true) => Op.Var.Call(this, unbiased);
        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var(dimensions.ToArray(), unbiased, keepdim, type);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((long[])[dim], unbiased, keepdim, type);
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => InType(type, tensor => Op.VarDim.Call(tensor, dimensions, unbiased, keepdim));
        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Pair(Op.VarMean.CallMany(this, unbiased));
        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => InType(type, tensor => Pair(Op.VarMeanDim.CallMany(tensor, dimensions, unbiased, keepdim)));
        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean(dimensions.ToArray(), unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((long[])[dim], unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((long[])[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((long[])[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        private T InType<T>(ScalarType? type, Func<Tensor, T> body)
        {
            if (type is not { } wanted || wanted == dtype)
            {
                return body(this);
            }
            using Tensor converted = to(wanted);
            return body(converted);
        }

        private static partial class Op
        {
            internal static readonly Operator Std = Operator.Get("aten::std");
            internal static readonly Operator StdDim = Operator.Get("aten::std", "dim");
            internal static readonly Operator StdMean = Operator.Get("aten::std_mean");
            internal static readonly Operator StdMeanDim = Operator.Get("aten::std_mean", "dim");
            internal static readonly Operator Var = Operator.Get("aten::var");
            internal static readonly Operator VarDim = Operator.Get("aten::var", "dim");
            internal static readonly Operator VarMean = Operator.Get("aten::var_mean");
            internal static readonly Operator VarMeanDim = Operator.Get("aten::var_mean", "dim");
        }
    }
}
