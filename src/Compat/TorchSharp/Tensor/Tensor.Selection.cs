using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor select(long dim, long index) => Op.SelectInt.Call(this, dim, index);
        public Tensor slice(long dim, long start, long finish, long step) => Op.SliceTensor.Call(this, dim, start, finish, step);
        public Tensor narrow(long dim, long start, long length) => Op.Narrow.Call(this, dim, start, length);
        public Tensor index_select(long dim, Tensor index) => Op.IndexSelect.Call(this, dim, index);
        public Tensor gather(long dim, Tensor index) => Op.Gather.Call(this, dim, index);
        public Tensor take(Tensor index) => Op.Take.Call(this, index);
        public Tensor take_along_dim(Tensor indices) => Op.TakeAlongDim.Call(this, indices);
        public Tensor take_along_dim(Tensor indices, long dim) => Op.TakeAlongDim.Call(this, indices, dim);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Op.ScatterSrc.Call(this, dim, index, src);
        public Tensor scatter_(long dim, Tensor index, Tensor src) => Op.ScatterSrcInPlace.CallInPlace(this, dim, index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Op.ScatterAdd.Call(this, dim, index, src);
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Op.ScatterAddInPlace.CallInPlace(this, dim, index, src);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Op.IndexAdd.Call(this, dim, index, source, alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Op.IndexAddInPlace.CallInPlace(this, dim, index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Op.IndexCopy.Call(this, dim, index, source);
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Op.IndexCopyInPlace.CallInPlace(this, dim, index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Op.IndexFillIntScalar.Call(this, dim, index, value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Op.IndexFillIntScalarInPlace.CallInPlace(this, dim, index, value);
        public Tensor masked_fill(Tensor mask, Scalar value) => Op.MaskedFillScalar.Call(this, mask, value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => Op.MaskedFillScalarInPlace.CallInPlace(this, mask, value);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Op.MaskedScatter.Call(this, mask, value);
        public Tensor masked_scatter_(Tensor mask, Tensor value) => Op.MaskedScatterInPlace.CallInPlace(this, mask, value);
        public Tensor masked_select(Tensor mask) => Op.MaskedSelect.Call(this, mask);
        public Tensor nonzero() => Op.Nonzero.Call(this);
        public Tensor where(Tensor condition, Tensor y) => Op.WhereSelf.Call(condition, this, y);

        private static partial class Op
        {
            internal static readonly Operator SelectInt = Operator.Get("aten::select", "int");
            internal static readonly Operator SliceTensor = Operator.Get("aten::slice", "Tensor");
            internal static readonly Operator Narrow = Operator.Get("aten::narrow");
            internal static readonly Operator IndexSelect = Operator.Get("aten::index_select");
            internal static readonly Operator Gather = Operator.Get("aten::gather");
            internal static readonly Operator Take = Operator.Get("aten::take");
            internal static readonly Operator TakeAlongDim = Operator.Get("aten::take_along_dim");
            internal static readonly Operator ScatterSrc = Operator.Get("aten::scatter", "src");
            internal static readonly Operator ScatterSrcInPlace = Operator.Get("aten::scatter_", "src");
            internal static readonly Operator ScatterAdd = Operator.Get("aten::scatter_add");
            internal static readonly Operator ScatterAddInPlace = Operator.Get("aten::scatter_add_");
            internal static readonly Operator IndexAdd = Operator.Get("aten::index_add");
            internal static readonly Operator IndexAddInPlace = Operator.Get("aten::index_add_");
            internal static readonly Operator IndexCopy = Operator.Get("aten::index_copy");
            internal static readonly Operator IndexCopyInPlace = Operator.Get("aten::index_copy_");
            internal static readonly Operator IndexFillIntScalar = Operator.Get("aten::index_fill", "int_Scalar");
            internal static readonly Operator IndexFillIntScalarInPlace = Operator.Get("aten::index_fill_", "int_Scalar");
            internal static readonly Operator MaskedFillScalar = Operator.Get("aten::masked_fill", "Scalar");
            internal static readonly Operator MaskedFillScalarInPlace = Operator.Get("aten::masked_fill_", "Scalar");
            internal static readonly Operator MaskedScatter = Operator.Get("aten::masked_scatter");
            internal static readonly Operator MaskedScatterInPlace = Operator.Get("aten::masked_scatter_");
            internal static readonly Operator MaskedSelect = Operator.Get("aten::masked_select");
            internal static readonly Operator Nonzero = Operator.Get("aten::nonzero");
            internal static readonly Operator WhereSelf = Operator.Get("aten::where", "self");
        }
    }
}
