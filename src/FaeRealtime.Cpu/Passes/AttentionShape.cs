namespace FaeRealtime.Cpu.Passes;

/// <summary>The sizes of an attention.</summary>
/// <param name="Tokens">Tokens of one picture.</param>
/// <param name="Heads">Heads.</param>
/// <param name="HeadWidth">Width of one.</param>
internal readonly record struct AttentionShape(int Tokens, int Heads, int HeadWidth)
{
    /// <summary>Width of all heads.</summary>
    public int Width => Heads * HeadWidth;
}
