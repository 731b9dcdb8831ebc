using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Op.AddTensor.Call(this, target);
        public Tensor add(Tensor target, Scalar alpha) => Op.AddTensor.Call(this, target, alpha);
        public Tensor add(Scalar scalar) => Op.AddScalar.Call(this, scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Op.AddScalar.Call(this, scalar, alpha);
        public Tensor add_(Tensor target) => Op.AddTensorInPlace.CallInPlace(this, target);
        public Tensor add_(Tensor target, Scalar alpha) => Op.AddTensorInPlace.CallInPlace(this, target, alpha);
        public Tensor add_(Scalar scalar) => Op.AddScalarInPlace.CallInPlace(this, scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => Op.AddScalarInPlace.CallInPlace(this, scalar, alpha);
        public Tensor sub(Tensor target) => Op.SubTensor.Call(this, target);
        public Tensor sub(Scalar target) => Op.SubScalar.Call(this, target);
        public Tensor sub_(Tensor target) => Op.SubTensorInPlace.CallInPlace(this, target);
        public Tensor sub_(Scalar target) => Op.SubScalarInPlace.CallInPlace(this, target);
        public Tensor mul(Tensor target) => Op.MulTensor.Call(this, target);
        public Tensor mul(Scalar target) => Op.MulScalar.Call(this, target);
        public Tensor mul_(Tensor target) => Op.MulTensorInPlace.CallInPlace(this, target);
        public Tensor mul_(Scalar target) => Op.MulScalarInPlace.CallInPlace(this, target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Op.DivTensor.Call(this, target) : Op.DivTensorMode.Call(this, target, rounding_mode.ToString());
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Op.DivTensorInPlace.CallInPlace(this, target) : Op.DivTensorModeInPlace.CallInPlace(this, target, rounding_mode.ToString());
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Op.DivScalar.Call(this, target) : Op.DivScalarMode.Call(this, target, rounding_mode.ToString());
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None ? Op.DivScalarInPlace.CallInPlace(this, target) : Op.DivScalarModeInPlace.CallInPlace(this, target, rounding_mode.ToString());
        public Tensor pow(Tensor exponent) => Op.PowTensorTensor.Call(this, exponent);
        public Tensor pow_(Tensor exponent) => Op.PowTensorInPlace.CallInPlace(this, exponent);
        public Tensor pow(Scalar exponent) => Op.PowTensorScalar.Call(this, exponent);
        public Tensor pow_(Scalar exponent) => Op.PowScalarInPlace.CallInPlace(this, exponent);
        public Tensor remainder(Tensor target) => Op.RemainderTensor.Call(this, target);
        public Tensor remainder(Scalar scalar) => Op.RemainderScalar.Call(this, scalar);
        public Tensor fmod(Tensor target) => Op.FmodTensor.Call(this, target);
        public Tensor fmod(Scalar scalar) => Op.FmodScalar.Call(this, scalar);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Op.Addcdiv.Call(this, tensor1, tensor2, value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Op.Addcdiv.Call(this, tensor1, tensor2);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Op.AddcdivInPlace.CallInPlace(this, tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Op.AddcdivInPlace.CallInPlace(this, tensor1, tensor2);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Op.Addcmul.Call(this, tensor1, tensor2, value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Op.AddcmulInPlace.CallInPlace(this, tensor1, tensor2, value);
        public Tensor lerp(Tensor end, Tensor weight) => Op.LerpTensor.Call(this, end, weight);
        public Tensor lerp_(Tensor end, Tensor weight) => Op.LerpTensorInPlace.CallInPlace(this, end, weight);
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Op.Clamp.Call(this, min, max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Op.ClampTensor.Call(this, min, max);
        public Tensor clip(Scalar? min = null, Scalar? max = null) => Op.Clamp.Call(this, min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Op.ClampInPlace.CallInPlace(this, min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Op.ClampTensorInPlace.CallInPlace(this, min, max);
        public Tensor clamp_max(Scalar max) => Op.ClampMax.Call(this, max);
        public Tensor clamp_max_(Scalar max) => Op.ClampMaxInPlace.CallInPlace(this, max);
        public Tensor clamp_min(Scalar min) => Op.ClampMin.Call(this, min);
        public Tensor clamp_min_(Scalar min) => Op.ClampMinInPlace.CallInPlace(this, min);
        public Tensor maximum(Tensor other) => Op.Maximum.Call(this, other);
        public Tensor minimum(Tensor other) => Op.Minimum.Call(this, other);
        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) => Op.NanToNum.Call(this, nan, posinf, neginf);
        public Tensor round(long decimals = 0) => decimals == 0 ? Op.Round.Call(this) : Op.RoundDecimals.Call(this, decimals);
        public Tensor round_(long decimals = 0) => decimals == 0 ? Op.RoundInPlace.CallInPlace(this) : Op.RoundDecimalsInPlace.CallInPlace(this, decimals);
        public Tensor atan2(Tensor other) => Op.Atan2.Call(this, other);
        public Tensor bitwise_and(Tensor other) => Op.BitwiseAndTensor.Call(this, other);
        public Tensor bitwise_or(Tensor other) => Op.BitwiseOrTensor.Call(this, other);
        public Tensor bitwise_xor(Tensor other) => Op.BitwiseXorTensor.Call(this, other);
        public Tensor logical_and(Tensor other) => Op.LogicalAnd.Call(this, other);
        public Tensor logical_or(Tensor other) => Op.LogicalOr.Call(this, other);

        private static partial class Op
        {
            internal static readonly Operator AddTensor = Operator.Get("aten::add", "Tensor");
            internal static readonly Operator AddScalar = Operator.Get("aten::add", "Scalar");
            internal static readonly Operator AddTensorInPlace = Operator.Get("aten::add_", "Tensor");
            internal static readonly Operator AddScalarInPlace = Operator.Get("aten::add_", "Scalar");
            internal static readonly Operator SubTensor = Operator.Get("aten::sub", "Tensor");
            internal static readonly Operator SubScalar = Operator.Get("aten::sub", "Scalar");
            internal static readonly Operator SubTensorInPlace = Operator.Get("aten::sub_", "Tensor");
            internal static readonly Operator SubScalarInPlace = Operator.Get("aten::sub_", "Scalar");
            internal static readonly Operator MulTensor = Operator.Get("aten::mul", "Tensor");
            internal static readonly Operator MulScalar = Operator.Get("aten::mul", "Scalar");
            internal static readonly Operator MulTensorInPlace = Operator.Get("aten::mul_", "Tensor");
            internal static readonly Operator MulScalarInPlace = Operator.Get("aten::mul_", "Scalar");
            internal static readonly Operator DivTensor = Operator.Get("aten::div", "Tensor");
            internal static readonly Operator DivTensorMode = Operator.Get("aten::div", "Tensor_mode");
            internal static readonly Operator DivTensorInPlace = Operator.Get("aten::div_", "Tensor");
            internal static readonly Operator DivTensorModeInPlace = Operator.Get("aten::div_", "Tensor_mode");
            internal static readonly Operator DivScalar = Operator.Get("aten::div", "Scalar");
            internal static readonly Operator DivScalarMode = Operator.Get("aten::div", "Scalar_mode");
            internal static readonly Operator DivScalarInPlace = Operator.Get("aten::div_", "Scalar");
            internal static readonly Operator DivScalarModeInPlace = Operator.Get("aten::div_", "Scalar_mode");
            internal static readonly Operator PowTensorTensor = Operator.Get("aten::pow", "Tensor_Tensor");
            internal static readonly Operator PowTensorInPlace = Operator.Get("aten::pow_", "Tensor");
            internal static readonly Operator PowTensorScalar = Operator.Get("aten::pow", "Tensor_Scalar");
            internal static readonly Operator PowScalarInPlace = Operator.Get("aten::pow_", "Scalar");
            internal static readonly Operator RemainderTensor = Operator.Get("aten::remainder", "Tensor");
            internal static readonly Operator RemainderScalar = Operator.Get("aten::remainder", "Scalar");
            internal static readonly Operator FmodTensor = Operator.Get("aten::fmod", "Tensor");
            internal static readonly Operator FmodScalar = Operator.Get("aten::fmod", "Scalar");
            internal static readonly Operator Addcdiv = Operator.Get("aten::addcdiv");
            internal static readonly Operator AddcdivInPlace = Operator.Get("aten::addcdiv_");
            internal static readonly Operator Addcmul = Operator.Get("aten::addcmul");
            internal static readonly Operator AddcmulInPlace = Operator.Get("aten::addcmul_");
            internal static readonly Operator LerpTensor = Operator.Get("aten::lerp", "Tensor");
            internal static readonly Operator LerpTensorInPlace = Operator.Get("aten::lerp_", "Tensor");
            internal static readonly Operator Clamp = Operator.Get("aten::clamp");
            internal static readonly Operator ClampTensor = Operator.Get("aten::clamp", "Tensor");
            internal static readonly Operator ClampInPlace = Operator.Get("aten::clamp_");
            internal static readonly Operator ClampTensorInPlace = Operator.Get("aten::clamp_", "Tensor");
            internal static readonly Operator ClampMax = Operator.Get("aten::clamp_max");
            internal static readonly Operator ClampMaxInPlace = Operator.Get("aten::clamp_max_");
            internal static readonly Operator ClampMin = Operator.Get("aten::clamp_min");
            internal static readonly Operator ClampMinInPlace = Operator.Get("aten::clamp_min_");
            internal static readonly Operator Maximum = Operator.Get("aten::maximum");
            internal static readonly Operator Minimum = Operator.Get("aten::minimum");
            internal static readonly Operator NanToNum = Operator.Get("aten::nan_to_num");
            internal static readonly Operator Round = Operator.Get("aten::round");
            internal static readonly Operator RoundDecimals = Operator.Get("aten::round", "decimals");
            internal static readonly Operator RoundInPlace = Operator.Get("aten::round_");
            internal static readonly Operator RoundDecimalsInPlace = Operator.Get("aten::round_", "decimals");
            internal static readonly Operator Atan2 = Operator.Get("aten::atan2");
            internal static readonly Operator BitwiseAndTensor = Operator.Get("aten::bitwise_and", "Tensor");
            internal static readonly Operator BitwiseOrTensor = Operator.Get("aten::bitwise_or", "Tensor");
            internal static readonly Operator BitwiseXorTensor = Operator.Get("aten::bitwise_xor", "Tensor");
            internal static readonly Operator LogicalAnd = Operator.Get("aten::logical_and");
            internal static readonly Operator LogicalOr = Operator.Get("aten::logical_or");
        }
    }
}
