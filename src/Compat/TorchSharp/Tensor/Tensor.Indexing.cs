using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => Indexing.Put(this, indices, value, accumulate: false);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params long[] indices]
        {
            get => index(Entries(indices));
            set => Indexing.Put(this, Entries(indices), value, accumulate: false);
        }

        public Tensor this[long i1]
        {
            get => index(i1);
            set => Indexing.Put(this, [i1], value, accumulate: false);
        }

        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => Indexing.Put(this, [i1, i2], value, accumulate: false);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => Indexing.Put(this, [i1, i2, i3], value, accumulate: false);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => Indexing.Put(this, [i1, i2, i3, i4], value, accumulate: false);
        }

        public Tensor index(params TensorIndex[] indices) => Indexing.Get(this, indices);

        public Tensor index(params Tensor[] indices) => Op.Index.Call(this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            Indexing.Put(this, indices, value, accumulate);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, accumulate: false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false)
            => Op.IndexPut.CallInPlace(this, indices, value, accumulate);

        private static TensorIndex[] Entries(long[] indices) => Array.ConvertAll(indices, value => (TensorIndex)value);

        private static partial class Op
        {
            internal static readonly Operator Index = Operator.Get("aten::index", "Tensor");
            internal static readonly Operator IndexPut = Operator.Get("aten::index_put_");
        }
    }
}
