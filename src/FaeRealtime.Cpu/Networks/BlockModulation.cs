using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Where a block's gains, shifts and gates stand: (gain₁, shift₁, gate₁, gain₂, shift₂, gate₂, ..), each of the tokens' width.</summary>
/// <param name="bases">One address a picture, at which its numbers begin.</param>
/// <param name="offset">From there to the block's.</param>
/// <param name="width">The tokens' width.</param>
/// <param name="rowsPerImage">Tokens of one picture.</param>
internal readonly unsafe struct BlockModulation(float** bases, nint offset, int width, int rowsPerImage)
{
    /// <summary>How many vectors a branch has.</summary>
    public const int BranchVectors = 3;

    /// <summary>How many vectors a block of two branches has.</summary>
    public const int Vectors = 2 * BranchVectors;

    /// <summary>The addresses.</summary>
    public float** Bases => bases;

    /// <summary>Tokens of one picture.</summary>
    public int RowsPerImage => rowsPerImage;

    /// <summary>The gain and shift of a branch, from 0.</summary>
    public RowModulation Rows(int branch) => new()
    {
        Bases = bases,
        Gain = offset + (BranchVectors * branch * width),
        Shift = offset + (((BranchVectors * branch) + 1) * width),
        RowsPerImage = rowsPerImage,
    };

    /// <summary>Where the gate of a branch stands.</summary>
    public nint Gate(int branch) => offset + (((BranchVectors * branch) + 2) * width);

    /// <summary>Turns a branch's vectors as a linear layer gives them into (gain, shift, gate).</summary>
    /// <param name="form">Which vectors there are; a place without one is left as it is.</param>
    /// <param name="given">The layer's.</param>
    /// <param name="normGain">The norm's weight <c>[D]</c>; it joins 1 + γ.</param>
    /// <param name="values">Receives them.</param>
    public static void Place(BranchForm form, float* given, ReadOnlySpan<float> normGain, float* values)
    {
        var length = normGain.Length;
        var scale = form == BranchForm.ScaleGate ? given : given + length;
        for (var i = 0; i < length; i++)
        {
            values[i] = normGain[i] + (normGain[i] * scale[i]);
        }

        if (form != BranchForm.ScaleGate)
        {
            new ReadOnlySpan<float>(given, length).CopyTo(new Span<float>(values + length, length));
        }

        if (form != BranchForm.ShiftScale)
        {
            new ReadOnlySpan<float>(scale + length, length).CopyTo(new Span<float>(values + (2 * length), length));
        }
    }
}

/// <summary>Which vectors of a branch a modulation's linear layer gives, in its order.</summary>
internal enum BranchForm
{
    /// <summary>(β, γ, g).</summary>
    ShiftScaleGate,

    /// <summary>(γ, g).</summary>
    ScaleGate,

    /// <summary>(β, γ).</summary>
    ShiftScale,
}
