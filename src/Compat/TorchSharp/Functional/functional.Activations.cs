using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator Gelu = Operator.Get("aten::gelu");
            private static readonly Operator GeluInPlace = Operator.Get("aten::gelu_");
            private static readonly Operator Silu = Operator.Get("aten::silu");
            private static readonly Operator SiluInPlace = Operator.Get("aten::silu_");
            private static readonly Operator Relu = Operator.Get("aten::relu");
            private static readonly Operator ReluInPlace = Operator.Get("aten::relu_");
            private static readonly Operator LeakyRelu = Operator.Get("aten::leaky_relu");
            private static readonly Operator LeakyReluInPlace = Operator.Get("aten::leaky_relu_");
            private static readonly Operator Sigmoid = Operator.Get("aten::sigmoid");
            private static readonly Operator SigmoidInPlace = Operator.Get("aten::sigmoid_");
            private static readonly Operator Tanh = Operator.Get("aten::tanh");
            private static readonly Operator TanhInPlace = Operator.Get("aten::tanh_");
            private static readonly Operator MishOf = Operator.Get("aten::mish");
            private static readonly Operator MishInPlace = Operator.Get("aten::mish_");
            private static readonly Operator LogSigmoid = Operator.Get("aten::log_sigmoid");
            private static readonly Operator Softplus = Operator.Get("aten::softplus");
            private static readonly Operator Softmax = Operator.Get("aten::softmax", "int");
            private static readonly Operator LogSoftmax = Operator.Get("aten::log_softmax", "int");
            private static readonly Operator Dropout = Operator.Get("aten::dropout");
            private static readonly Operator DropoutInPlace = Operator.Get("aten::dropout_");

            /// <summary>Exact (erf) GELU; the published package has no tanh variant.</summary>
            public static Tensor gelu(Tensor x) => gelu(x, false);

            public static Tensor gelu(Tensor x, bool inplace) =>
                inplace ? GeluInPlace.CallInPlace(x, "none") : Gelu.Call(x, "none");

            public static Tensor silu(Tensor x, bool inplace = false) => inplace ? SiluInPlace.CallInPlace(x) : Silu.Call(x);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? ReluInPlace.CallInPlace(x) : Relu.Call(x);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? LeakyReluInPlace.CallInPlace(input, negative_slope) : LeakyRelu.Call(input, negative_slope);

            public static Tensor sigmoid(Tensor x) => sigmoid(x, false);

            public static Tensor sigmoid(Tensor x, bool inplace) => inplace ? SigmoidInPlace.CallInPlace(x) : Sigmoid.Call(x);

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? TanhInPlace.CallInPlace(x) : Tanh.Call(x);

            public static Tensor mish(Tensor x, bool inplace = false) => inplace ? MishInPlace.CallInPlace(x) : MishOf.Call(x);

            public static Tensor logsigmoid(Tensor x) => LogSigmoid.Call(x);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => Softplus.Call(x, beta, threshold);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) =>
                Softmax.Call(input, dim, dtype is { } type ? type : Argument.None);

            public static Tensor log_softmax(Tensor x, long dim) => LogSoftmax.Call(x, dim, Argument.None);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? DropoutInPlace.CallInPlace(input, p, training) : Dropout.Call(input, p, training);
        }
    }
}
