using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Reads the layers of a network out of its file into the form that they are computed in.</summary>
/// <param name="file">The weights. Borrowed.</param>
/// <param name="arena">Gives the memory. Borrowed.</param>
/// <param name="kernels">Whose tiles.</param>
internal sealed unsafe class LayerReader(WeightFile file, Arena arena, KernelSet kernels)
{
    /// <summary>What ViT, SiT, LightningDiT and MMDiT add to the variance of tokens.</summary>
    public const double TokenEpsilon = 1e-6;

    /// <summary>What LightningDiT adds to the variance of q and k where it uses torch.nn.LayerNorm's default.</summary>
    public const double LayerNormEpsilon = 1e-5;

    /// <summary>The weights.</summary>
    public WeightFile File => file;

    /// <summary>The memory.</summary>
    public Arena Arena => arena;

    /// <summary>A linear layer.</summary>
    /// <param name="name">Its key, without «.weight».</param>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="depth">Columns.</param>
    /// <param name="paired">Whether the first half of the outputs gates the second.</param>
    /// <param name="bias">Whether it has one.</param>
    public PackedMatrix Linear(string name, int outputs, int depth, bool paired = false, bool bias = true) =>
        PackedMatrix.Pack(arena, kernels, file.Look($"{name}.weight", outputs, depth), bias ? file.Take($"{name}.bias", outputs) : [], depth, paired);

    /// <summary>A convolution whose stride is its kernel: a linear layer over patches in the order (channel, row, column).</summary>
    public PackedMatrix Patches(string name, int outputs, int channels, int patch) => PackedMatrix.Pack(
        arena, kernels, file.Look($"{name}.weight", outputs, channels, patch, patch), file.Take($"{name}.bias", outputs), channels * patch * patch);

    /// <summary>A 3×3 convolution as a linear layer over nine cells in the order (row, column, channel).</summary>
    public PackedMatrix Convolution(string name, int outputs, int channels)
    {
        const int taps = 3 * 3;
        var stored = file.Look($"{name}.weight", outputs, channels, 3, 3);
        var weight = new float[stored.Length];
        for (var i = 0; i < weight.Length; i++)
        {
            var (output, channel, tap) = (i / (channels * taps), i / taps % channels, i % taps);
            weight[(((output * taps) + tap) * channels) + channel] = stored[i];
        }

        return PackedMatrix.Pack(arena, kernels, weight, file.Take($"{name}.bias", outputs), channels * taps);
    }

    /// <summary>A norm's formula.</summary>
    public static RowNorm Norm(NormKind kind, double epsilon = TokenEpsilon) => new(kind != NormKind.RmsNorm, epsilon);

    /// <summary>A norm's weight; ones where the kind has none.</summary>
    public float[] Gain(string name, NormKind kind, int width)
    {
        if (kind != NormKind.LayerNormNoAffine)
        {
            return file.Take($"{name}.weight", width);
        }

        var ones = new float[width];
        Array.Fill(ones, 1f);
        return ones;
    }

    /// <summary>A norm's bias; zeros where the kind has none.</summary>
    public float[] Shift(string name, NormKind kind, int width) => kind == NormKind.LayerNorm ? file.Take($"{name}.bias", width) : new float[width];

    /// <summary>The norm of queries or keys, or null for none.</summary>
    public HeadNorm? Head(string name, NormKind? kind, int width, double layerNormEpsilon = LayerNormEpsilon) => kind is { } known
        ? new HeadNorm(
            Norm(known, known == NormKind.RmsNorm ? TokenEpsilon : layerNormEpsilon), arena.Copy(Gain(name, known, width)), arena.Copy(Shift(name, known, width)))
        : null;

    /// <summary>A table as the file has it, or computed where the file was saved without buffers.</summary>
    public float* Table(string name, Func<float[]> compute, params ReadOnlySpan<long> shape) => arena.Copy(Values(name, compute, shape));

    /// <summary>The same, not copied into the network's memory.</summary>
    public float[] Values(string name, Func<float[]> compute, params ReadOnlySpan<long> shape) => file.Has(name) ? file.Take(name, shape) : compute();

    /// <summary>A rotation as the file has it, or computed where the file was saved without buffers.</summary>
    public RotaryTable Rotary(string name, int headWidth, int side) => file.Has($"{name}.freqs_cos")
        ? new RotaryTable(arena, file.Take($"{name}.freqs_cos", side * side, headWidth), file.Take($"{name}.freqs_sin", side * side, headWidth), headWidth)
        : RotaryTable.Of(arena, headWidth, side);

    /// <summary>A norm that no condition modulates: its weight and bias where a modulation would stand.</summary>
    public float** Modulation(string name, NormKind kind, int width)
    {
        var bases = (float**)arena.Take(sizeof(nint) / sizeof(float));
        *bases = arena.Copy([.. Gain(name, kind, width), .. Shift(name, kind, width)]);
        return bases;
    }

    /// <summary>The gain and shift of a norm from <see cref="Modulation"/>.</summary>
    public static RowModulation Own(float** bases, int width, int rows) => new() { Bases = bases, Shift = width, RowsPerImage = rows };
}
