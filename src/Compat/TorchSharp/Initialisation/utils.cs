using TorchSharp.Dispatch;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            // PyTorch adds this to the norm before dividing.
            private const double ClipEpsilon = 1e-6;

            private static readonly Operator NormEach = Operator.Get("aten::_foreach_norm", "Scalar");
            private static readonly Operator ScaleEach = Operator.Get("aten::_foreach_mul_", "Scalar");
            private static readonly Operator NormOfAll = Operator.Get("aten::linalg_vector_norm");

            /// <summary>Scales all gradients so that their joint norm is at most <paramref name="max_norm"/>.</summary>
            /// <returns>The joint norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using IDisposable guard = no_grad();
                Tensor[] gradients = [.. tensors.Select(parameter => parameter.grad).OfType<Tensor>()];
                try
                {
                    if (gradients.Length == 0)
                    {
                        return 0;
                    }

                    double total = JointNorm(gradients, norm_type);
                    double scale = max_norm / (total + ClipEpsilon);
                    if (!(scale >= 1)) // a norm that is not a number reaches the gradients, as in PyTorch
                    {
                        ScaleEach.CallMany(gradients, scale);
                    }

                    return total;
                }
                finally
                {
                    Release(gradients);
                }
            }

            /// <summary>Clamps each element of each gradient to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using IDisposable guard = no_grad();
                foreach (Parameter parameter in tensors)
                {
                    using Tensor? gradient = parameter.grad;
                    gradient?.clamp_((Scalar)(-clip_value), (Scalar)clip_value);
                }
            }

            private static double JointNorm(Tensor[] gradients, double order)
            {
                Tensor[] norms = NormEach.CallMany(gradients, order);
                try
                {
                    using Tensor together = stack(norms);
                    using Tensor total = NormOfAll.Call(together, order);
                    return total.ToDouble();
                }
                finally
                {
                    Release(norms);
                }
            }

            private static void Release(Tensor[] tensors)
            {
                foreach (Tensor tensor in tensors)
                {
                    tensor.Dispose();
                }
            }
        }
    }
}
