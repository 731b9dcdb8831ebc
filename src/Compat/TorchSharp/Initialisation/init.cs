using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Starting values of parameters: in place, outside autograd; each returns its argument.</summary>
        public static partial class init
        {
            private static readonly Operator Erf = Operator.Get("aten::erf");
            private static readonly Operator InverseErf = Operator.Get("aten::erfinv_");

            public static Tensor ones_(Tensor tensor) => Untracked(tensor, static t => t.fill_(1));

            public static Tensor zeros_(Tensor tensor) => Untracked(tensor, static t => t.zero_());

            public static Tensor constant_(Tensor tensor, Scalar val) => Untracked(tensor, t => t.fill_(val));

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator generator = null!) =>
                Untracked(tensor, t => t.uniform_(low, high, generator));

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator generator = null!) =>
                Untracked(tensor, t => t.normal_(mean, std, generator));

            /// <summary>A normal cut at <paramref name="a"/> and <paramref name="b"/> (absolute bounds), by inversion.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator generator = null!)
            {
                double lower = ErrorFunction((a - mean) / (std * Math.Sqrt(2)));
                double upper = ErrorFunction((b - mean) / (std * Math.Sqrt(2)));
                return Untracked(tensor, t =>
                {
                    t.uniform_(lower, upper, generator);
                    InverseErf.CallInPlace(t);
                    t.mul_((Scalar)(std * Math.Sqrt(2)));
                    t.add_((Scalar)mean);
                    return t.clamp_((Scalar)a, (Scalar)b);
                });
            }

            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                double bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor xavier_normal_(Tensor tensor, double gain = 1)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                double bound = Math.Sqrt(3) * calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode));
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, calculate_gain(nonlinearity, a) / Math.Sqrt(Fan(tensor, mode)));

            private static Tensor Untracked(Tensor tensor, Func<Tensor, Tensor> fill)
            {
                using IDisposable guard = no_grad();
                fill(tensor);
                return tensor;
            }

            private static double ErrorFunction(double x)
            {
                using Tensor argument = torch.tensor(x);
                using Tensor result = Erf.Call(argument);
                return result.item<double>();
            }
        }
    }
}
