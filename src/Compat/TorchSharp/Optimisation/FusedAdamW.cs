using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>One AdamW step in one pass over memory, for dense float32 on the CPU; tensor operators need eight passes.</summary>
internal static unsafe class FusedAdamW
{
    // Below this a second thread costs more than it brings.
    private const long ElementsPerWorker = 1 << 17;

    internal static bool TryApply(in AdamWUpdate update, Parameter parameter, Tensor gradient, AdamW.State state)
    {
        if (update.KeepsMaximum || parameter.ndim == 0 || !Plain(parameter) || !Plain(state.exp_avg) || !Plain(state.exp_avg_sq)
            || gradient.dtype != ScalarType.Float32 || !gradient.is_cpu())
        {
            return false;
        }

        using Tensor slope = gradient.contiguous();
        AdamWKernel kernel = new(
            update,
            (float*)parameter.DataPointer(),
            (float*)slope.DataPointer(),
            (float*)state.exp_avg.DataPointer(),
            (float*)state.exp_avg_sq.DataPointer());
        Run(kernel, parameter.numel());
        MarkAsChanged(parameter);
        return true;
    }

    private static bool Plain(Tensor tensor) => tensor.dtype == ScalarType.Float32 && tensor.is_cpu() && tensor.is_contiguous();

    private static void Run(AdamWKernel kernel, long count)
    {
        int workers = (int)Math.Clamp(count / ElementsPerWorker, 1, get_num_threads());
        if (workers == 1)
        {
            kernel.Run(0, count);
            return;
        }

        // Whole vectors for each worker: the result is the same for any number of them.
        long share = ((count / workers) + Vector<float>.Count) / Vector<float>.Count * Vector<float>.Count;
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
            kernel.Run(Math.Min(worker * share, count), Math.Min((worker + 1) * share, count)));
    }

    /// <summary>Autograd counts in-place changes; writing an empty view counts as one, so that a graph over the old values is still refused.</summary>
    private static void MarkAsChanged(Parameter parameter)
    {
        using Tensor nothing = parameter.narrow(0, 0, 0);
        nothing.zero_();
    }
}
