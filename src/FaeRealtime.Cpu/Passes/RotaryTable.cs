using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Buffers;

namespace FaeRealtime.Cpu.Passes;

/// <summary>Rotary positions as the kernel takes them: for every token <c>[Dh]</c> cosines, and sines of which the first of a pair is negative.</summary>
internal sealed unsafe class RotaryTable
{
    private readonly float* _cosines;
    private readonly float* _sines;
    private readonly int _width;

    /// <summary>Takes the tables of a checkpoint.</summary>
    /// <param name="arena">Gives the memory.</param>
    /// <param name="cosines"><c>[T, Dh]</c>, a pair's value twice.</param>
    /// <param name="sines"><c>[T, Dh]</c>.</param>
    /// <param name="width">Dh, even.</param>
    public RotaryTable(Arena arena, float[] cosines, float[] sines, int width)
    {
        _width = width;
        for (var i = 0; i < cosines.Length; i += 2)
        {
            // A checkpoint could hold two values for a pair; the first counts, as in the TorchSharp network.
            cosines[i + 1] = cosines[i];
            (sines[i], sines[i + 1]) = (-sines[i], sines[i]);
        }

        _cosines = arena.Copy(cosines);
        _sines = arena.Copy(sines);
    }

    /// <summary>Computes the tables of a square grid.</summary>
    /// <param name="arena">Gives the memory.</param>
    /// <param name="width">Head width Dh, a multiple of 4.</param>
    /// <param name="side">Rows and columns of the grid.</param>
    public static RotaryTable Of(Arena arena, int width, int side) =>
        new(arena, RotaryGrid.Table(width, side, Math.Cos), RotaryGrid.Table(width, side, Math.Sin), width);

    /// <summary>A token's cosines.</summary>
    public float* Cosines(int token) => _cosines + ((nint)token * _width);

    /// <summary>A token's sines.</summary>
    public float* Sines(int token) => _sines + ((nint)token * _width);
}
