using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Op.EqTensor.Call(this, target);
        public Tensor eq(Scalar target) => Op.EqScalar.Call(this, target);
        public Tensor ne(Tensor target) => Op.NeTensor.Call(this, target);
        public Tensor ne(Scalar target) => Op.NeScalar.Call(this, target);
        public Tensor lt(Tensor target) => Op.LtTensor.Call(this, target);
        public Tensor lt(Scalar target) => Op.LtScalar.Call(this, target);
        public Tensor le(Tensor target) => Op.LeTensor.Call(this, target);
        public Tensor le(Scalar target) => Op.LeScalar.Call(this, target);
        public Tensor gt(Tensor target) => Op.GtTensor.Call(this, target);
        public Tensor gt(Scalar target) => Op.GtScalar.Call(this, target);
        public Tensor ge(Tensor target) => Op.GeTensor.Call(this, target);
        public Tensor ge(Scalar target) => Op.GeScalar.Call(this, target);
        public Tensor equal(Tensor target) => eq(target);
        public bool Equals(Tensor target) => Op.Equal.CallValue(this, target).Value != 0;
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
        public bool allclose(Tensor target, double rtol = 1E-05, double atol = 1E-08, bool equal_nan = false) => Op.Allclose.CallValue(this, target, rtol, atol, equal_nan).Value != 0;
        public Tensor isclose(Tensor other, double rtol = 1E-05, double atol = 1E-08, bool nanEqual = false) => Op.Isclose.Call(this, other, rtol, atol, nanEqual);
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        private static partial class Op
        {
            internal static readonly Operator EqTensor = Operator.Get("aten::eq", "Tensor");
            internal static readonly Operator EqScalar = Operator.Get("aten::eq", "Scalar");
            internal static readonly Operator NeTensor = Operator.Get("aten::ne", "Tensor");
            internal static readonly Operator NeScalar = Operator.Get("aten::ne", "Scalar");
            internal static readonly Operator LtTensor = Operator.Get("aten::lt", "Tensor");
            internal static readonly Operator LtScalar = Operator.Get("aten::lt", "Scalar");
            internal static readonly Operator LeTensor = Operator.Get("aten::le", "Tensor");
            internal static readonly Operator LeScalar = Operator.Get("aten::le", "Scalar");
            internal static readonly Operator GtTensor = Operator.Get("aten::gt", "Tensor");
            internal static readonly Operator GtScalar = Operator.Get("aten::gt", "Scalar");
            internal static readonly Operator GeTensor = Operator.Get("aten::ge", "Tensor");
            internal static readonly Operator GeScalar = Operator.Get("aten::ge", "Scalar");
            internal static readonly Operator Equal = Operator.Get("aten::equal");
            internal static readonly Operator Allclose = Operator.Get("aten::allclose");
            internal static readonly Operator Isclose = Operator.Get("aten::isclose");
        }
    }
}
