using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Tensor left, int right) => Op.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, long right) => Op.AddScalar.Call(left, right);
        public static Tensor operator +(Tensor left, float right) => Op.AddScalar.Call(left, (double)right);
        public static Tensor operator +(Tensor left, double right) => Op.AddScalar.Call(left, right);
        public static Tensor operator +(Scalar left, Tensor right) => Op.AddScalar.Call(right, left);
        public static Tensor operator +(int left, Tensor right) => Op.AddScalar.Call(right, left);
        public static Tensor operator +(long left, Tensor right) => Op.AddScalar.Call(right, left);
        public static Tensor operator +(float left, Tensor right) => Op.AddScalar.Call(right, (double)left);
        public static Tensor operator +(double left, Tensor right) => Op.AddScalar.Call(right, left);
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Tensor left, int right) => Op.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, long right) => Op.MulScalar.Call(left, right);
        public static Tensor operator *(Tensor left, float right) => Op.MulScalar.Call(left, (double)right);
        public static Tensor operator *(Tensor left, double right) => Op.MulScalar.Call(left, right);
        public static Tensor operator *(Scalar left, Tensor right) => Op.MulScalar.Call(right, left);
        public static Tensor operator *(int left, Tensor right) => Op.MulScalar.Call(right, left);
        public static Tensor operator *(long left, Tensor right) => Op.MulScalar.Call(right, left);
        public static Tensor operator *(float left, Tensor right) => Op.MulScalar.Call(right, (double)left);
        public static Tensor operator *(double left, Tensor right) => Op.MulScalar.Call(right, left);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        public static Tensor operator -(Tensor left, int right) => Op.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, long right) => Op.SubScalar.Call(left, right);
        public static Tensor operator -(Tensor left, float right) => Op.SubScalar.Call(left, (double)right);
        public static Tensor operator -(Tensor left, double right) => Op.SubScalar.Call(left, right);
        public static Tensor operator -(Scalar left, Tensor right) => Op.RsubScalar.Call(right, left);
        public static Tensor operator -(int left, Tensor right) => Op.RsubScalar.Call(right, left);
        public static Tensor operator -(long left, Tensor right) => Op.RsubScalar.Call(right, left);
        public static Tensor operator -(float left, Tensor right) => Op.RsubScalar.Call(right, (double)left);
        public static Tensor operator -(double left, Tensor right) => Op.RsubScalar.Call(right, left);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        public static Tensor operator /(Tensor left, int right) => Op.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, long right) => Op.DivScalar.Call(left, right);
        public static Tensor operator /(Tensor left, float right) => Op.DivScalar.Call(left, (double)right);
        public static Tensor operator /(Tensor left, double right) => Op.DivScalar.Call(left, right);
        public static Tensor operator /(Scalar left, Tensor right) => Divide(left, right);
        public static Tensor operator /(int left, Tensor right) => Divide((Scalar)left, right);
        public static Tensor operator /(long left, Tensor right) => Divide((Scalar)left, right);
        public static Tensor operator /(float left, Tensor right) => Divide((Scalar)(double)left, right);
        public static Tensor operator /(double left, Tensor right) => Divide((Scalar)left, right);
        public static Tensor operator -(Tensor tensor) => tensor.neg();
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        public static Tensor operator %(Tensor left, int right) => left.remainder((Scalar)right);
        public static Tensor operator %(Tensor left, long right) => left.remainder((Scalar)right);
        public static Tensor operator %(Tensor left, float right) => left.remainder((Scalar)right);
        public static Tensor operator %(Tensor left, double right) => left.remainder((Scalar)right);
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        private static Tensor Divide(Scalar left, Tensor right)
        {
            using Tensor inverse = right.reciprocal();
            return inverse.mul(left);
        }

        private static partial class Op
        {
            internal static readonly Operator RsubScalar = Operator.Get("aten::rsub", "Scalar");
        }
    }
}
