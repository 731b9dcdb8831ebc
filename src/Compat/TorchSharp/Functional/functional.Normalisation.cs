using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator LayerNormalise = Operator.Get("aten::layer_norm");
            private static readonly Operator GroupNormalise = Operator.Get("aten::group_norm");
            private static readonly Operator BatchNormalise = Operator.Get("aten::batch_norm");
            private static readonly Operator VectorNorm = Operator.Get("aten::norm", "ScalarOpt_dim");
            private static readonly Operator CosineSimilarity = Operator.Get("aten::cosine_similarity");

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                LayerNormalise.Call(input, normalized_shape, weight, bias, eps, true);

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1E-05) =>
                GroupNormalise.Call(input, num_groups, weight, bias, eps, true);

            /// <summary>By the running statistics, or by the batch's when <paramref name="training"/>, which then also move the running ones.</summary>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null,
                bool training = false, double momentum = 0.1, double eps = 1E-05) =>
                BatchNormalise.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>x / max(‖x‖ₚ, eps) along <paramref name="dim"/>.</summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1E-12)
            {
                long[] dims = [dim];
                using Tensor norm = VectorNorm.Call(input, p, dims, true);
                using Tensor bounded = norm.clamp_min(eps);
                return input.div(bounded);
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1E-08) =>
                CosineSimilarity.Call(x1, x2, dim, eps);
        }
    }
}
