using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Generators.TextToImage;

/// <summary>MMDiT's block: text and image with weights of their own, and one attention in which every token sees all of both.</summary>
internal sealed class JointBlock : nn.Module
{
    [ComponentName(Name = "context_block")]
    private readonly StreamBlock _text;

    [ComponentName(Name = "x_block")]
    private readonly StreamBlock _image;

    /// <summary>Creates the block.</summary>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="index">Its place, from 0; the last one lets the text end.</param>
    /// <param name="device">Where the parameters lie.</param>
    public JointBlock(MMDiTConfig config, int index, Device? device = null)
        : base(nameof(JointBlock))
    {
        _text = new StreamBlock(config, index == config.Depth - 1 ? StreamKind.QuestionsOnly : StreamKind.Whole, device);
        _image = new StreamBlock(config, config.SelfAttentionBlocks.Contains(index) ? StreamKind.WithOwnAttention : StreamKind.Whole, device);
        RegisterComponents();
    }

    /// <summary>Applies the block.</summary>
    /// <param name="text">Text tokens <c>[B, L, D]</c>. Borrowed.</param>
    /// <param name="image">Image tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="c">Condition <c>[B, D]</c>. Borrowed.</param>
    /// <returns>Text tokens <c>[B, L, D]</c>, null behind the last block, and image tokens <c>[B, T, D]</c>; the caller disposes.</returns>
    public (Tensor? Text, Tensor Image) Apply(Tensor text, Tensor image, Tensor c)
    {
        using var scope = NewDisposeScope();
        var ofText = _text.Ask(text, c);
        var ofImage = _image.Ask(image, c);
        var mixed = AttentionHeads.Mix(cat([ofText.Q, ofImage.Q], 2), cat([ofText.K, ofImage.K], 2), cat([ofText.V, ofImage.V], 2)); // [B, H, L + T, Dh]
        var attended = AttentionHeads.Join(mixed).split([text.size(1), image.size(1)], 1); // [B, L, D], [B, T, D]
        var nextText = _text.Answers ? _text.Answer(text, ofText.Modulation, attended[0]) : null; // [B, L, D]
        var nextImage = _image.Answer(image, ofImage.Modulation, attended[1]); // [B, T, D]
        return (nextText?.MoveToOuterDisposeScope(), nextImage.MoveToOuterDisposeScope());
    }
}
