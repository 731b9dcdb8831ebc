using FaeRealtime.Core.Config;

namespace FaeRealtime.Cpu.Networks.TextToImage;

/// <summary>MMDiT's block: text and image with weights of their own, and one attention in which every token sees all of both.</summary>
/// <remarks>Both streams' products of a step are one work for the threads: each alone is small, and every work ends with a wait.</remarks>
internal sealed unsafe class JointBlock
{
    private readonly int _width;

    /// <summary>Reads a block.</summary>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="index">Its place, from 0; the last one lets the text end.</param>
    public JointBlock(LayerReader layers, MMDiTConfig config, int index)
    {
        _width = config.Width;
        Text = new StreamBlock(layers, $"joint_blocks.{index}.context_block", config, index == config.Depth - 1 ? StreamKind.QuestionsOnly : StreamKind.Whole);
        Image = new StreamBlock(
            layers, $"joint_blocks.{index}.x_block", config, config.SelfAttentionBlocks.Contains(index) ? StreamKind.WithOwnAttention : StreamKind.Whole);
    }

    /// <summary>The text's half.</summary>
    public StreamBlock Text { get; }

    /// <summary>The image's half; its vectors follow the text's.</summary>
    public StreamBlock Image { get; }

    /// <summary>Numbers of the block's gains, shifts and gates.</summary>
    public nint Length => (nint)(Text.Branches + Image.Branches) * BlockModulation.BranchVectors * _width;

    /// <summary>Applies the block.</summary>
    /// <param name="space">Both streams' tokens, changed in place.</param>
    /// <param name="modulations">One address a picture.</param>
    /// <param name="offset">From there to the block's numbers.</param>
    public void Apply(JointSpace space, float** modulations, nint offset)
    {
        var (text, image, compute) = (space.Text, space.Image, space.Image.Compute);
        var ofText = new BlockModulation(modulations, offset, _width, text.Tokens);
        var ofImage = new BlockModulation(modulations, offset + ((nint)Text.Branches * BlockModulation.BranchVectors * _width), _width, image.Tokens);
        compute.Normalise(StreamBlock.Norm, _width, text.Normed(ofText, StreamBlock.Joint, text.Branch), image.Normed(ofImage, StreamBlock.Joint, image.Branch));
        compute.Multiply(Text.Ask(text), Image.Ask(image));
        Image.Keep(image, ofImage);
        space.Attention.Run(Text.Rows(text), Image.Rows(image), image.Images);
        compute.Multiply(Text.Project(text, ofText), Image.Project(image, ofImage));
        Image.MixAlone(image, ofImage);
        compute.Normalise(StreamBlock.Norm, _width, Text.NormedAgain(text, ofText), Image.NormedAgain(image, ofImage));
        compute.Multiply(Text.First(text), Image.First(image));
        compute.Multiply(Text.Second(text, ofText), Image.Second(image, ofImage));
    }
}
