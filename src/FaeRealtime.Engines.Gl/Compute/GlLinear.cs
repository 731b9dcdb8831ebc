using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>The weight and bias of a linear layer in the order in which the product reads them: <c>[outputs, depth]</c>, filled up with zeros to whole tiles.</summary>
/// <param name="Weights">float32 or float16.</param>
/// <param name="Biases">float32.</param>
/// <param name="Outputs">Rows of the weight; for SwiGLU gates and their partners in turns.</param>
/// <param name="Depth">Columns.</param>
internal sealed record GlLinear(StorageBuffer Weights, StorageBuffer Biases, int Outputs, int Depth)
{
    /// <summary>Side of a product's tile.</summary>
    public const int Tile = 32;

    private const int Slice = 16;

    /// <summary>Packs a layer as PyTorch stores it.</summary>
    /// <param name="compute">Gives the memory.</param>
    /// <param name="weight"><c>[outputs, depth]</c>.</param>
    /// <param name="bias"><c>[outputs]</c>.</param>
    /// <param name="depth">Columns of the weight.</param>
    /// <param name="paired">Whether the first half of the outputs gates the second (SwiGLU).</param>
    public static GlLinear Pack(GlCompute compute, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int depth, bool paired = false)
    {
        var outputs = weight.Length / depth;
        var (rows, columns) = (RoundUp(outputs, Tile), RoundUp(depth, Slice));
        var (packed, biases) = (new float[(long)rows * columns], new float[rows]);
        for (var row = 0; row < outputs; row++)
        {
            var from = !paired ? row : (row % 2 * outputs / 2) + (row / 2);
            weight.Slice(from * depth, depth).CopyTo(packed.AsSpan(row * columns));
            biases[row] = bias[from];
        }

        var weights = compute.Half ? compute.Copy<Half>(Array.ConvertAll(packed, value => (Half)value)) : compute.Copy<float>(packed);
        return new GlLinear(weights, compute.Copy<float>(biases), outputs, depth);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
