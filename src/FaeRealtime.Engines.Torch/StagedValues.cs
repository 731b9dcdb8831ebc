using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using static TorchSharp.torch;

namespace FaeRealtime.Engines.Torch;

/// <summary>Host memory of tensors through which values go to a device.</summary>
internal static class StagedValues
{
    /// <summary>The values of a tensor.</summary>
    /// <param name="tensor">Float32 in host memory, contiguous. Borrowed, and so is what is returned.</param>
    public static Span<float> Of(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Writes all of them.</summary>
    /// <param name="values">As many as the tensor has.</param>
    /// <param name="staged">Float32 in host memory, contiguous. Borrowed.</param>
    /// <exception cref="ShapeException">There are more or fewer.</exception>
    public static void Write(ReadOnlySpan<float> values, Tensor staged)
    {
        var target = Of(staged);
        if (values.Length != target.Length)
        {
            var what = staged.ndim == 4 ? ("A latent", "[C, h, w]") : ("Features", "[T, D]");
            throw new ShapeException($"{what.Item1} of {values.Length} values came to a model of {target.Length}; give {what.Item2} of its configuration.");
        }

        values.CopyTo(target);
    }
}
