using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Op.Sum.Call(this, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Op.SumDimIntList.Call(this, dim, keepdim, type);
        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Op.SumDimIntList.Call(this, dim, keepdim, type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Op.SumDimIntList.Call(this, dim, keepdim, type);
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);
        public Tensor mean() => Op.Mean.Call(this);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Op.MeanDim.Call(this, dimensions, keepdim, type);
        public Tensor prod(ScalarType? type = null) => Op.Prod.Call(this, type);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Op.ProdDimInt.Call(this, dim, keepdim, type);
        public Tensor max() => Op.Max.Call(this);
        public Tensor max(Tensor other) => Op.Maximum.Call(this, other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Pair(Op.MaxDim.CallMany(this, dim, keepdim));
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => IntoOut(Op.Amax.Call(this, dims, keepdim), @out);
        public Tensor amax(params long[] dims) => Op.Amax.Call(this, dims);
        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => IntoOut(Op.Amax.Call(this, dims, keepdim), @out);
        public Tensor argmax() => Op.Argmax.Call(this);
        public Tensor argmax(long dim, bool keepdim = false) => Op.Argmax.Call(this, dim, keepdim);
        public Tensor min() => Op.Min.Call(this);
        public Tensor min(Tensor other) => Op.Minimum.Call(this, other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Pair(Op.MinDim.CallMany(this, dim, keepdim));
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => IntoOut(Op.Amin.Call(this, dims, keepdim), @out);
        public Tensor amin(params long[] dims) => Op.Amin.Call(this, dims);
        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => IntoOut(Op.Amin.Call(this, dims, keepdim), @out);
        public Tensor argmin() => Op.Argmin.Call(this);
        public Tensor argmin(long dim, bool keepdim = false) => Op.Argmin.Call(this, dim, keepdim);
        public Tensor all() => Op.All.Call(this);
        public Tensor all(long dim, bool keepdim = false) => Op.AllDim.Call(this, dim, keepdim);
        public Tensor any() => Op.Any.Call(this);
        public Tensor any(long dim, bool keepdim = false) => Op.AnyDim.Call(this, dim, keepdim);
        public Tensor median() => Op.Median.Call(this);
        public Tensor norm(float p = 2f) => Op.NormScalar.Call(this, (double)p);
        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => Op.NormScalarOptDim.Call(this, (double)p, dim, keepdim);
        public Tensor cumsum(long dim, ScalarType? type = null) => Op.Cumsum.Call(this, dim, type);
        public Tensor logsumexp(long dim, bool keepdim = false) => Op.Logsumexp.Call(this, dim, keepdim);
        public Tensor count_nonzero(long[]? dims = null) => dims is null ? Op.CountNonzero.Call(this) : Op.CountNonzeroDimIntList.Call(this, dims);
        public Tensor argsort(long dim = -1, bool descending = false) => Op.Argsort.Call(this, dim, descending);
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => Pair(Op.Topk.CallMany(this, k, dim, largest, sorted));
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => Pair(Op.SortStable.CallMany(this, stable, dim, descending));

        private static (Tensor First, Tensor Second) Pair(Tensor[] results) => (results[0], results[1]);

        private static Tensor IntoOut(Tensor result, Tensor? target)
        {
            if (target is null)
            {
                return result;
            }
            using (result)
            {
                Op.ResizeAs.CallInPlace(target, result);
            return target.copy_(result);
            }
        }

        private static partial class Op
        {
            internal static readonly Operator ResizeAs = Operator.Get("aten::resize_as_");
            internal static readonly Operator Sum = Operator.Get("aten::sum");
            internal static readonly Operator SumDimIntList = Operator.Get("aten::sum", "dim_IntList");
            internal static readonly Operator Mean = Operator.Get("aten::mean");
            internal static readonly Operator MeanDim = Operator.Get("aten::mean", "dim");
            internal static readonly Operator Prod = Operator.Get("aten::prod");
            internal static readonly Operator ProdDimInt = Operator.Get("aten::prod", "dim_int");
            internal static readonly Operator Max = Operator.Get("aten::max");
            internal static readonly Operator MaxDim = Operator.Get("aten::max", "dim");
            internal static readonly Operator Amax = Operator.Get("aten::amax");
            internal static readonly Operator Argmax = Operator.Get("aten::argmax");
            internal static readonly Operator Min = Operator.Get("aten::min");
            internal static readonly Operator MinDim = Operator.Get("aten::min", "dim");
            internal static readonly Operator Amin = Operator.Get("aten::amin");
            internal static readonly Operator Argmin = Operator.Get("aten::argmin");
            internal static readonly Operator All = Operator.Get("aten::all");
            internal static readonly Operator AllDim = Operator.Get("aten::all", "dim");
            internal static readonly Operator Any = Operator.Get("aten::any");
            internal static readonly Operator AnyDim = Operator.Get("aten::any", "dim");
            internal static readonly Operator Median = Operator.Get("aten::median");
            internal static readonly Operator NormScalar = Operator.Get("aten::norm", "Scalar");
            internal static readonly Operator NormScalarOptDim = Operator.Get("aten::norm", "ScalarOpt_dim");
            internal static readonly Operator Cumsum = Operator.Get("aten::cumsum");
            internal static readonly Operator Logsumexp = Operator.Get("aten::logsumexp");
            internal static readonly Operator CountNonzero = Operator.Get("aten::count_nonzero");
            internal static readonly Operator CountNonzeroDimIntList = Operator.Get("aten::count_nonzero", "dim_IntList");
            internal static readonly Operator Argsort = Operator.Get("aten::argsort");
            internal static readonly Operator Topk = Operator.Get("aten::topk");
            internal static readonly Operator SortStable = Operator.Get("aten::sort", "stable");
        }
    }
}
