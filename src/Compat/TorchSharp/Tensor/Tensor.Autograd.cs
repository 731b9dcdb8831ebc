using TorchSharp.Dispatch;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public bool requires_grad
        {
            get => Describe().RequiresGrad != 0;
            set
            {
                TorchError.Check(TorchNative.fae_torch_tensor_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public bool is_leaf
        {
            get
            {
                TorchError.Check(TorchNative.fae_torch_tensor_is_leaf(Handle, out int value));
                GC.KeepAlive(this);
                return value != 0;
            }
        }

        /// <summary>The accumulated gradient, as a new object at each call; null before the first backward.</summary>
        public Tensor? grad
        {
            get
            {
                TorchError.Check(TorchNative.fae_torch_tensor_grad(Handle, out nint gradient));
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }
            set
            {
                TorchError.Check(TorchNative.fae_torch_tensor_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        public void retain_grad()
        {
            TorchError.Check(TorchNative.fae_torch_tensor_retain_grad(Handle));
            GC.KeepAlive(this);
        }

        public void backward() => autograd.backward(this);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null)
            => autograd.backward(this, grad_tensors, retain_graph || create_graph, create_graph, inputs);

        public Tensor detach() => Op.Detach.Call(this);

        public Tensor detach_() => Op.DetachInPlace.CallInPlace(this);

        private static partial class Op
        {
            internal static readonly Operator Detach = Operator.Get("aten::detach");
            internal static readonly Operator DetachInPlace = Operator.Get("aten::detach_");
        }
    }
}
