using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
#nullable disable annotations // As published: without annotations, so that null compiles.
        /// <summary>The gradients of <paramref name="outputs"/> by <paramref name="inputs"/>; an unused input's is an invalid tensor.</summary>
        public static IList<Tensor> grad(IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor> grad_outputs = null, bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            nint[] roots = Handles(outputs), leaves = Handles(inputs), seeds = Handles(grad_outputs), found = new nint[inputs.Count];
            fixed (nint* root = roots, leaf = leaves, seed = seeds, result = found)
            {
                TorchError.Check(TorchNative.fae_torch_grad(root, roots.Length, leaf, leaves.Length, seed, seeds.Length,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, result));
            }
            Keep(outputs, inputs, grad_outputs);
            return Array.ConvertAll(found, handle => new Tensor(handle));
        }

        public static void backward(IList<Tensor> tensors, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
        {
            nint[] roots = Handles(tensors), seeds = Handles(grad_tensors), leaves = Handles(inputs);
            fixed (nint* root = roots, seed = seeds, leaf = leaves)
            {
                TorchError.Check(TorchNative.fae_torch_backward(root, roots.Length, seed, seeds.Length,
                    retain_graph ?? create_graph ? 1 : 0, create_graph ? 1 : 0, leaf, leaves.Length));
            }
            Keep(tensors, grad_tensors, inputs);
        }

        public static void backward(Tensor tensor, IList<Tensor> grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
            => backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor> inputs = null)
            => backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
#nullable restore annotations

        private static nint[] Handles(IList<Tensor>? tensors) => tensors is null ? [] : [.. tensors.Select(tensor => tensor.Handle)];

        private static void Keep(params ReadOnlySpan<object?> lists)
        {
            foreach (object? list in lists)
            {
                GC.KeepAlive(list);
            }
        }
    }
}
