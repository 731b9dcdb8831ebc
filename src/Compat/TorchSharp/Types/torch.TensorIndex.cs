namespace TorchSharp;

public static partial class torch
{
    /// <summary>One entry between the brackets of an index, as in PyTorch.</summary>
    public readonly struct TensorIndex
    {
        internal readonly TensorIndexKind Kind;
        internal readonly long? Start;
        internal readonly long? Stop;
        internal readonly long? Step;
        internal readonly Tensor? Mask;

        private TensorIndex(TensorIndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? mask = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Mask = mask;
        }

        public static TensorIndex Ellipsis = new(TensorIndexKind.Ellipsis);
        public static TensorIndex None = new(TensorIndexKind.NewAxis);
        public static TensorIndex Null = new(TensorIndexKind.NewAxis);
        public static TensorIndex Colon = new(TensorIndexKind.Slice);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(TensorIndexKind.Slice, start, stop, step);

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, range.end);

        /// <summary>Python's slice: an end counted from the end is a negative number, and ^0 is none.</summary>
        public static TensorIndex Slice(Range range) => Slice(FromEnd(range.Start, 0), FromEnd(range.End, null));

        public static TensorIndex Bool(bool value) => new(TensorIndexKind.Bool, value ? 1 : 0);

        public static TensorIndex Single(long? index) => new(TensorIndexKind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(TensorIndexKind.Tensor, mask: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>Exists so that an index is no tensor by accident.</summary>
        public static implicit operator Tensor(TensorIndex value)
            => throw new InvalidOperationException("A TensorIndex cannot be used as a tensor: index with one kind or the other, TensorIndex.Tensor(t) makes an entry of a tensor.");

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(FromEnd(index, 0));

        private static long? FromEnd(Index index, long? end) => !index.IsFromEnd ? index.Value : index.Value == 0 ? end : -index.Value;
    }
}
