using static TorchSharp.torch;

namespace FaeRealtime.Text.Networks;

/// <summary>Tensors as arrays.</summary>
internal static class HostValues
{
    /// <summary>A tensor's values in row-major order.</summary>
    /// <param name="tensor">Of any shape, type and device. Borrowed.</param>
    public static float[] Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
    }
}
