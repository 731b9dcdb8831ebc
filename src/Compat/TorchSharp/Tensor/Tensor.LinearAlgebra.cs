using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Op.Matmul.Call(this, target);
        public Tensor mm(Tensor target) => Op.Mm.Call(this, target);
        public Tensor mv(Tensor target) => Op.Mv.Call(this, target);
        public Tensor dot(Tensor target) => Op.Dot.Call(this, target);
        public Tensor bmm(Tensor batch2) => Op.Bmm.Call(this, batch2);
        public Tensor outer(Tensor vec2) => Op.Outer.Call(this, vec2);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1f, float alpha = 1f) => Op.Addmm.Call(this, mat1, mat2, (double)beta, (double)alpha);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1f, float alpha = 1f) => Op.Baddbmm.Call(this, batch1, batch2, (double)beta, (double)alpha);
        public Tensor trace() => Op.Trace.Call(this);
        public Tensor softmax(long dim, ScalarType? dtype = null) => Op.SoftmaxInt.Call(this, dim, dtype);
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Op.LogSoftmaxInt.Call(this, dim, dtype);
        public Tensor leaky_relu(Scalar negative_slope) => Op.LeakyRelu.Call(this, negative_slope);
        public Tensor elu(double alpha = 1) => Op.Elu.Call(this, alpha);
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Op.Elu.Call(this, alpha, scale, input_scale);
        public Tensor hardtanh(Scalar min, Scalar max) => Op.Hardtanh.Call(this, min, max);
        public Tensor relu6() => Op.Relu6.Call(this);

        private static partial class Op
        {
            internal static readonly Operator Matmul = Operator.Get("aten::matmul");
            internal static readonly Operator Mm = Operator.Get("aten::mm");
            internal static readonly Operator Mv = Operator.Get("aten::mv");
            internal static readonly Operator Dot = Operator.Get("aten::dot");
            internal static readonly Operator Bmm = Operator.Get("aten::bmm");
            internal static readonly Operator Outer = Operator.Get("aten::outer");
            internal static readonly Operator Addmm = Operator.Get("aten::addmm");
            internal static readonly Operator Baddbmm = Operator.Get("aten::baddbmm");
            internal static readonly Operator Trace = Operator.Get("aten::trace");
            internal static readonly Operator SoftmaxInt = Operator.Get("aten::softmax", "int");
            internal static readonly Operator LogSoftmaxInt = Operator.Get("aten::log_softmax", "int");
            internal static readonly Operator LeakyRelu = Operator.Get("aten::leaky_relu");
            internal static readonly Operator Elu = Operator.Get("aten::elu");
            internal static readonly Operator Hardtanh = Operator.Get("aten::hardtanh");
            internal static readonly Operator Relu6 = Operator.Get("aten::relu6");
        }
    }
}
