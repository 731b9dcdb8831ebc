using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>The rows that a stack of blocks works on, of as many pictures as were ever asked for at once.</summary>
internal sealed unsafe class TokenSpace
{
    private readonly Arena _arena;
    private readonly BlockConfig _config;
    private int _pictures;

    /// <summary>Prepares for a stack.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="arena">Gives the memory. Borrowed.</param>
    /// <param name="config">The blocks.</param>
    /// <param name="tokens">Tokens of one picture.</param>
    public TokenSpace(Compute compute, Arena arena, BlockConfig config, int tokens)
    {
        (Compute, _arena, _config, Tokens) = (compute, arena, config, tokens);
        Attention = new AttentionPass(compute, arena, new AttentionShape(tokens, config.Heads, config.HeadWidth));
        Reserve(1);
    }

    /// <summary>Threads and kernels.</summary>
    public Compute Compute { get; }

    /// <summary>The stack's attention; its panels are shared by all blocks.</summary>
    public AttentionPass Attention { get; }

    /// <summary>Tokens of one picture T.</summary>
    public int Tokens { get; }

    /// <summary>Pictures B in use.</summary>
    public int Images { get; private set; }

    /// <summary>B·T.</summary>
    public int Rows => Images * Tokens;

    /// <summary>The stream <c>[B·T, D]</c> that branches are added to.</summary>
    public float* Stream { get; private set; }

    /// <summary>A branch's input <c>[B·T, D]</c>; also its attention's result.</summary>
    public float* Branch { get; private set; }

    /// <summary>Queries, keys and values <c>[B·T, 3·D]</c>.</summary>
    public float* Merged { get; private set; }

    /// <summary>The feed-forward layer's inside <c>[B·T, hidden]</c>; until then there is room for another branch's input <c>[B·T, D]</c>.</summary>
    public float* Hidden { get; private set; }

    /// <summary>Makes room.</summary>
    /// <param name="count">Pictures B.</param>
    public void Reserve(int count)
    {
        Images = count;
        if (count > _pictures)
        {
            _pictures = count;
            var rows = (long)count * Tokens;
            Stream = _arena.Take(rows * _config.Width);
            Branch = _arena.Take(rows * _config.Width);
            Merged = _arena.Take(rows * 3 * _config.Width);
            Hidden = _arena.Take(rows * Math.Max(_config.Hidden, _config.Width));
        }
    }

    /// <summary>A branch's input: the stream, normed and modulated.</summary>
    /// <param name="modulation">The block's vectors.</param>
    /// <param name="branch">Which branch, from 0.</param>
    /// <param name="target">Receives it <c>[B·T, D]</c>.</param>
    public NormRows Normed(in BlockModulation modulation, int branch, float* target) =>
        new() { Modulation = modulation.Rows(branch), Source = Stream, Target = target, Count = Rows };

    /// <summary>Where a branch's product goes: through its gate, where the blocks are modulated, onto the stream.</summary>
    /// <param name="modulation">The block's vectors.</param>
    /// <param name="branch">Which branch, from 0.</param>
    public Epilogue Added(in BlockModulation modulation, int branch) => new()
    {
        Kind = EpilogueKind.Residual,
        Target = Stream,
        TargetStride = _config.Width,
        Residual = Stream,
        ResidualStride = _config.Width,
        Gates = _config.Modulated || _config.LayerScale ? modulation.Bases : null,
        GateOffset = modulation.Gate(branch),
        RowsPerImage = modulation.RowsPerImage,
    };
}
