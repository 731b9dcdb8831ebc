using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>The rows that joint blocks work on: text tokens, image tokens, and what both meet in.</summary>
internal sealed class JointSpace
{
    /// <summary>Prepares for a stack.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="arena">Gives the memory. Borrowed.</param>
    /// <param name="config">Both streams' layers.</param>
    /// <param name="textTokens">Text tokens L of one picture.</param>
    /// <param name="imageTokens">Image tokens T of one picture.</param>
    public JointSpace(Compute compute, Arena arena, BlockConfig config, int textTokens, int imageTokens)
    {
        Text = new TokenSpace(compute, arena, config, textTokens);
        Image = new TokenSpace(compute, arena, config, imageTokens);
        Attention = new AttentionPass(compute, arena, new AttentionShape(textTokens + imageTokens, config.Heads, config.HeadWidth));
    }

    /// <summary>Text tokens.</summary>
    public TokenSpace Text { get; }

    /// <summary>Image tokens.</summary>
    public TokenSpace Image { get; }

    /// <summary>The joint attention; text comes first.</summary>
    public AttentionPass Attention { get; }

    /// <summary>Makes room.</summary>
    /// <param name="count">Pictures B.</param>
    public void Reserve(int count)
    {
        Text.Reserve(count);
        Image.Reserve(count);
    }
}
