using FaeRealtime.Core.Config;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks.TextToImage;

/// <summary>MMDiT's block: text and image with weights of their own, and one attention in which every token sees all of both.</summary>
internal sealed class GlJointBlock
{
    private readonly BlockConfig _config;

    /// <summary>Reads a block.</summary>
    /// <param name="layers">The generator's file.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="index">Its place, from 0; the last one lets the text end.</param>
    /// <param name="norm">The norm of every branch.</param>
    public GlJointBlock(GlLayerReader layers, MMDiTConfig config, int index, GlNorm norm)
    {
        _config = GlStreamBlock.Shape(config);
        Text = new GlStreamBlock(layers, $"joint_blocks.{index}.context_block", config, index == config.Depth - 1 ? StreamKind.QuestionsOnly : StreamKind.Whole, norm);
        Image = new GlStreamBlock(
            layers, $"joint_blocks.{index}.x_block", config, config.SelfAttentionBlocks.Contains(index) ? StreamKind.WithOwnAttention : StreamKind.Whole, norm);
    }

    /// <summary>The text's half.</summary>
    public GlStreamBlock Text { get; }

    /// <summary>The image's half; its modulations follow the text's.</summary>
    public GlStreamBlock Image { get; }

    /// <summary>Numbers of the block's modulations.</summary>
    public int Length => Text.ModulationLength + Image.ModulationLength;

    /// <summary>Appends the block.</summary>
    /// <param name="list">What is filled.</param>
    /// <param name="tokens">Both streams' tokens, changed in place.</param>
    /// <param name="offset">Where the block's modulations stand.</param>
    public void Record(KernelList list, GlJointTokens tokens, int offset)
    {
        var (text, image, width) = (tokens.Text, tokens.Image, _config.Width);
        var (ofText, ofImage) = (list.For(text.Tokens), list.For(image.Tokens));
        var (textModulation, imageModulation) = (new BlockModulation(offset, width, true), new BlockModulation(offset + Text.ModulationLength, width, true));
        Text.Ask(ofText, text, 0, textModulation);
        Image.Ask(ofImage, image, text.Rows, imageModulation);
        list.For(text.Tokens + image.Tokens).Attend(_config, text.Merged, tokens.Mixed, image.Pictures, new TokenOrder(text.Tokens, Text.Answers ? 0 : text.Tokens));
        Text.Answer(ofText, text, new Rows(tokens.Mixed, width), textModulation);
        Image.Answer(ofImage, image, new Rows(tokens.Mixed, width, text.Rows * width), imageModulation);
    }
}

/// <summary>The rows that joint blocks work on.</summary>
/// <param name="Text">Text tokens; both streams' queries, keys and values lie in one buffer <c>[B·L + B·T, 3·D]</c>.</param>
/// <param name="Image">Image tokens.</param>
/// <param name="Mixed">The joint attention's result <c>[B·L + B·T, D]</c>.</param>
internal sealed record GlJointTokens(GlTokens Text, GlTokens Image, StorageBuffer Mixed)
{
    /// <summary>Makes room for a stack.</summary>
    /// <param name="compute">Gives the memory. Borrowed.</param>
    /// <param name="config">Both streams' layers.</param>
    /// <param name="textTokens">Text tokens L of one picture.</param>
    /// <param name="imageTokens">Image tokens T of one picture.</param>
    /// <param name="pictures">Pictures B.</param>
    public static GlJointTokens Of(GlCompute compute, BlockConfig config, int textTokens, int imageTokens, int pictures)
    {
        var numbers = (long)pictures * (textTokens + imageTokens) * config.Width;
        var merged = compute.Floats(3 * numbers);
        return new GlJointTokens(GlTokens.Of(compute, config, textTokens, pictures, merged), GlTokens.Of(compute, config, imageTokens, pictures, merged), compute.Floats(numbers));
    }

    /// <summary>The same memory for fewer pictures.</summary>
    /// <param name="pictures">Pictures B.</param>
    public GlJointTokens For(int pictures) => this with { Text = Text with { Pictures = pictures }, Image = Image with { Pictures = pictures } };
}
