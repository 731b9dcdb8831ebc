using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Where a block's gains, shifts and gates stand: (gain₁, shift₁, gate₁, gain₂, shift₂, gate₂), each of the tokens' width.</summary>
/// <param name="bases">One address a picture, at which its numbers begin.</param>
/// <param name="offset">From there to the block's.</param>
/// <param name="width">The tokens' width.</param>
/// <param name="rowsPerImage">Tokens of one picture.</param>
internal readonly unsafe struct BlockModulation(float** bases, nint offset, int width, int rowsPerImage)
{
    /// <summary>How many vectors a block has.</summary>
    public const int Vectors = 6;

    /// <summary>The addresses.</summary>
    public float** Bases => bases;

    /// <summary>Tokens of one picture.</summary>
    public int RowsPerImage => rowsPerImage;

    /// <summary>The gain and shift of a branch, 0 or 1.</summary>
    public RowModulation Rows(int branch) => new()
    {
        Bases = bases,
        Gain = offset + (3 * branch * width),
        Shift = offset + (((3 * branch) + 1) * width),
        RowsPerImage = rowsPerImage,
    };

    /// <summary>Where the gate of a branch stands.</summary>
    public nint Gate(int branch) => offset + (((3 * branch) + 2) * width);
}
