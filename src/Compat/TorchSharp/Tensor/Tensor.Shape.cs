using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor T => Op.NumpyT.Call(this);
        public Tensor mT => Op.MT.Call(this);
        public Tensor real => Op.Real.Call(this);
        public Tensor imag => Op.Imag.Call(this);
        public Tensor view(params long[] shape) => Op.View.Call(this, shape);
        public Tensor view_as(Tensor other) => view(other.shape);
        public Tensor reshape(params long[] shape) => Op.Reshape.Call(this, shape);
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Op.FlattenUsingInts.Call(this, start_dim, end_dim);
        public Tensor unflatten(long dim, params long[] sizes) => view(Unflattened(dim, sizes));
        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);
        public Tensor squeeze(long? dim = null) => dim is { } only ? Op.SqueezeDim.Call(this, only) : Op.Squeeze.Call(this);
        public Tensor squeeze_(long? dim = null) => dim is { } only ? Op.SqueezeDimInPlace.CallInPlace(this, only) : Op.SqueezeInPlace.CallInPlace(this);
        public Tensor unsqueeze(long dim) => Op.Unsqueeze.Call(this, dim);
        public Tensor unsqueeze_(long dim) => Op.UnsqueezeInPlace.CallInPlace(this, dim);
        public Tensor t() => Op.T.Call(this);
        public Tensor transpose(long dim0, long dim1) => Op.TransposeInt.Call(this, dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => Op.TransposeInPlace.CallInPlace(this, dim0, dim1);
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor permute(params long[] permutation) => Op.Permute.Call(this, permutation);
        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());
        public Tensor movedim(long[] source, long[] destination) => Op.MovedimIntlist.Call(this, source, destination);
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);
        public Tensor tril(long diagonal = 0) => Op.Tril.Call(this, diagonal);
        public Tensor tril_(long diagonal = 0) => Op.TrilInPlace.CallInPlace(this, diagonal);
        public Tensor triu(long diagonal = 0) => Op.Triu.Call(this, diagonal);
        public Tensor triu_(long diagonal = 0) => Op.TriuInPlace.CallInPlace(this, diagonal);
        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Op.Expand.Call(this, sizes, isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => Op.Expand.Call(this, sizes.Shape, isImplicit);
        public Tensor expand(long[] sizes, bool isImplicit = false) => Op.Expand.Call(this, sizes, isImplicit);
        public Tensor expand(params long[] sizes) => Op.Expand.Call(this, sizes);
        public Tensor expand_as(Tensor other) => Op.ExpandAs.Call(this, other);
        public Tensor broadcast_to(params long[] shape) => Op.BroadcastTo.Call(this, shape);
        public Tensor repeat(params long[] sizes) => Op.Repeat.Call(this, sizes);
        public Tensor tile(long[] reps) => Op.Tile.Call(this, reps);
        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Op.RepeatInterleaveSelfTensor.Call(this, repeats, dim, output_size);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Op.RepeatInterleaveSelfInt.Call(this, repeats, dim, output_size);
        public Tensor flip(params long[] dims) => Op.Flip.Call(this, dims);
        public Tensor roll(long shifts, long? dims = null) => dims is { } dim ? Op.Roll.Call(this, shifts, dim) : Op.Roll.Call(this, shifts);
        public Tensor roll((long, long) shifts, (long, long) dims) => roll((long[])[shifts.Item1, shifts.Item2], (long[])[dims.Item1, dims.Item2]);
        public Tensor roll(long[] shifts, long[] dims) => Op.Roll.Call(this, shifts, dims);
        public Tensor roll(long[] shifts) => Op.Roll.Call(this, shifts);
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => roll((long[])[shifts.Item1, shifts.Item2, shifts.Item3], (long[])[dims.Item1, dims.Item2, dims.Item3]);
        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Op.Roll.Call(this, shifts, dims);
        public Tensor unfold(long dimension, long size, long step) => Op.Unfold.Call(this, dimension, size, step);
        public Tensor[] chunk(long chunks, long dim = 0) => Op.Chunk.CallMany(this, chunks, dim);
        public Tensor[] unbind(long dimension = 0) => Op.UnbindInt.CallMany(this, dimension);
        public Tensor[] split(long size, int dim = 0) => Op.SplitTensor.CallMany(this, size, dim);
        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Op.SplitWithSizes.CallMany(this, sizes, dim);
        public Tensor[] split(long[] sizes, long dim = 0) => Op.SplitWithSizes.CallMany(this, sizes, dim);
        public Tensor[] split(params long[] sizes) => Op.SplitWithSizes.CallMany(this, sizes, 0);
        public Tensor[] tensor_split(long size, long dim = 0) => Op.TensorSplitSections.CallMany(this, size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Op.TensorSplitIndices.CallMany(this, sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0) => Op.TensorSplitTensorIndicesOrSections.CallMany(this, indices, dim);
        public Tensor clone() => Op.Clone.Call(this);
        public Tensor contiguous() => Op.Contiguous.Call(this);

        private long[] Unflattened(long dim, long[] sizes)
        {
            long[] old = shape;
            int at = Wrap((int)dim);
            return [.. old[..at], .. sizes, .. old[(at + 1)..]];
        }

        private static partial class Op
        {
            internal static readonly Operator NumpyT = Operator.Get("aten::numpy_T");
            internal static readonly Operator MT = Operator.Get("aten::mT");
            internal static readonly Operator Real = Operator.Get("aten::real");
            internal static readonly Operator Imag = Operator.Get("aten::imag");
            internal static readonly Operator View = Operator.Get("aten::view");
            internal static readonly Operator Reshape = Operator.Get("aten::reshape");
            internal static readonly Operator FlattenUsingInts = Operator.Get("aten::flatten", "using_ints");
            internal static readonly Operator SqueezeDim = Operator.Get("aten::squeeze", "dim");
            internal static readonly Operator Squeeze = Operator.Get("aten::squeeze");
            internal static readonly Operator SqueezeDimInPlace = Operator.Get("aten::squeeze_", "dim");
            internal static readonly Operator SqueezeInPlace = Operator.Get("aten::squeeze_");
            internal static readonly Operator Unsqueeze = Operator.Get("aten::unsqueeze");
            internal static readonly Operator UnsqueezeInPlace = Operator.Get("aten::unsqueeze_");
            internal static readonly Operator T = Operator.Get("aten::t");
            internal static readonly Operator TransposeInt = Operator.Get("aten::transpose", "int");
            internal static readonly Operator TransposeInPlace = Operator.Get("aten::transpose_");
            internal static readonly Operator Permute = Operator.Get("aten::permute");
            internal static readonly Operator MovedimIntlist = Operator.Get("aten::movedim", "intlist");
            internal static readonly Operator Tril = Operator.Get("aten::tril");
            internal static readonly Operator TrilInPlace = Operator.Get("aten::tril_");
            internal static readonly Operator Triu = Operator.Get("aten::triu");
            internal static readonly Operator TriuInPlace = Operator.Get("aten::triu_");
            internal static readonly Operator Expand = Operator.Get("aten::expand");
            internal static readonly Operator ExpandAs = Operator.Get("aten::expand_as");
            internal static readonly Operator BroadcastTo = Operator.Get("aten::broadcast_to");
            internal static readonly Operator Repeat = Operator.Get("aten::repeat");
            internal static readonly Operator Tile = Operator.Get("aten::tile");
            internal static readonly Operator RepeatInterleaveSelfTensor = Operator.Get("aten::repeat_interleave", "self_Tensor");
            internal static readonly Operator RepeatInterleaveSelfInt = Operator.Get("aten::repeat_interleave", "self_int");
            internal static readonly Operator Flip = Operator.Get("aten::flip");
            internal static readonly Operator Roll = Operator.Get("aten::roll");
            internal static readonly Operator Unfold = Operator.Get("aten::unfold");
            internal static readonly Operator Chunk = Operator.Get("aten::chunk");
            internal static readonly Operator UnbindInt = Operator.Get("aten::unbind", "int");
            internal static readonly Operator SplitTensor = Operator.Get("aten::split", "Tensor");
            internal static readonly Operator SplitWithSizes = Operator.Get("aten::split_with_sizes");
            internal static readonly Operator TensorSplitSections = Operator.Get("aten::tensor_split", "sections");
            internal static readonly Operator TensorSplitIndices = Operator.Get("aten::tensor_split", "indices");
            internal static readonly Operator TensorSplitTensorIndicesOrSections = Operator.Get("aten::tensor_split", "tensor_indices_or_sections");
            internal static readonly Operator Clone = Operator.Get("aten::clone");
            internal static readonly Operator Contiguous = Operator.Get("aten::contiguous");
        }
    }
}
