using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>Reads the layers of a network out of its file onto the device.</summary>
/// <param name="file">The weights. Borrowed.</param>
/// <param name="compute">Gives the memory. Borrowed.</param>
internal sealed class GlLayerReader(WeightFile file, GlCompute compute)
{
    /// <summary>What LightningDiT adds to the variance of q and k where it uses torch.nn.LayerNorm's default.</summary>
    public const double LayerNormEpsilon = 1e-5;

    /// <summary>What ViT, SiT, LightningDiT and MMDiT add to the variance of tokens.</summary>
    public const double TokenEpsilon = 1e-6;

    private const int Taps = 3 * 3;

    /// <summary>The weights.</summary>
    public WeightFile File => file;

    /// <summary>A linear layer.</summary>
    /// <param name="name">Its key, without «.weight».</param>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="depth">Columns.</param>
    /// <param name="paired">Whether the first half of the outputs gates the second.</param>
    /// <param name="bias">Whether it has one.</param>
    /// <param name="gains">Key of the factors of its outputs, taken into the layer (layer scale); null for none.</param>
    public GlLinear Linear(string name, int outputs, int depth, bool paired = false, bool bias = true, string? gains = null)
    {
        var biases = bias ? file.Take($"{name}.bias", outputs) : new float[outputs];
        if (gains is null)
        {
            return GlLinear.Pack(compute, file.Look($"{name}.weight", outputs, depth), biases, depth, paired);
        }

        var (factors, weights) = (file.Take(gains, outputs), file.Take($"{name}.weight", outputs, depth));
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] *= factors[i / depth];
        }

        for (var i = 0; i < outputs; i++)
        {
            biases[i] *= factors[i];
        }

        return GlLinear.Pack(compute, weights, biases, depth, paired);
    }

    /// <summary>A convolution whose stride is its kernel: a linear layer over patches in the order (channel, row, column).</summary>
    public GlLinear Patches(string name, int outputs, int channels, int patch) =>
        GlLinear.Pack(compute, file.Look($"{name}.weight", outputs, channels, patch, patch), file.Take($"{name}.bias", outputs), channels * patch * patch);

    /// <summary>A 3×3 convolution as a linear layer over nine cells in the order (row, column, channel).</summary>
    public GlLinear Convolution(string name, int outputs, int channels)
    {
        var stored = file.Look($"{name}.weight", outputs, channels, 3, 3);
        var weight = new float[stored.Length];
        for (var i = 0; i < weight.Length; i++)
        {
            var (output, channel, tap) = (i / (channels * Taps), i / Taps % channels, i % Taps);
            weight[(((output * Taps) + tap) * channels) + channel] = stored[i];
        }

        return GlLinear.Pack(compute, weight, file.Take($"{name}.bias", outputs), channels * Taps);
    }

    /// <summary>A norm of tokens.</summary>
    public GlNorm Norm(string name, NormKind kind, int width, double epsilon = TokenEpsilon) =>
        new(compute.Copy<float>(Gain(name, kind, width)), compute.Copy<float>(Shift(name, kind, width)), kind != NormKind.RmsNorm, epsilon);

    /// <summary>What happens to queries and keys of a block.</summary>
    /// <param name="prefix">The attention's keys' beginning, with its point.</param>
    /// <param name="block">Sizes and kinds.</param>
    /// <param name="form">How the file has it.</param>
    /// <param name="rotation">Rotary positions, or null.</param>
    public HeadPlacement Heads(string prefix, BlockConfig block, in GlAttentionForm form, StorageBuffer? rotation)
    {
        StorageBuffer? Of(string name) => block.QkNorm is { } kind
            ? compute.Copy<float>((float[])[.. Gain(prefix + name, kind, block.HeadWidth), .. Shift(prefix + name, kind, block.HeadWidth)])
            : null;
        return new HeadPlacement(Of(form.QueryNorm), Of(form.KeyNorm), block.QkNorm is not (null or NormKind.RmsNorm), block.QkNorm == NormKind.RmsNorm ? TokenEpsilon : form.LayerNormEpsilon, rotation);
    }

    /// <summary>A table as the file has it, or computed where the file was saved without buffers.</summary>
    public float[] Table(string name, Func<float[]> computed, params ReadOnlySpan<long> shape) => file.Has(name) ? file.Take(name, shape) : computed();

    /// <summary>Rotary positions <c>[2, T, Dh]</c> as the file has them, or computed.</summary>
    /// <param name="name">Their key in the file; null where they are never stored.</param>
    /// <param name="headWidth">Dh.</param>
    /// <param name="side">Rows and columns of the grid.</param>
    public StorageBuffer Rotation(string? name, int headWidth, int side)
    {
        float[] Of(string part, Func<double, double> function) => name is not null && file.Has($"{name}.freqs_cos")
            ? file.Take($"{name}.freqs_{part}", side * side, headWidth)
            : RotaryGrid.Table(headWidth, side, function);
        return compute.Copy<float>((float[])[.. Of("cos", Math.Cos), .. Of("sin", Math.Sin)]);
    }

    private float[] Gain(string name, NormKind kind, int width)
    {
        if (kind != NormKind.LayerNormNoAffine)
        {
            return file.Take($"{name}.weight", width);
        }

        var ones = new float[width];
        Array.Fill(ones, 1f);
        return ones;
    }

    private float[] Shift(string name, NormKind kind, int width) => kind == NormKind.LayerNorm ? file.Take($"{name}.bias", width) : new float[width];
}
